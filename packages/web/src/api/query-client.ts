import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './errors.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof ApiError && error.code === 'network' && count < 2,
    },
    mutations: { retry: false },
  },
});

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Permission, Session } from '@vigie/contract';
import { adoptPreferences } from '../preferences/index.ts';
import { callOperation, requestJson } from './client.ts';
import { ApiError, errorOfAnswer } from './errors.ts';
import { queryClient } from './query-client.ts';

export type Actor = NonNullable<Session['actor']>;

export const sessionQuery = queryOptions<Session, ApiError>({
  queryKey: ['session.get'],
  queryFn: async ({ signal }) => {
    const session = await callOperation('session.get', {}, { signal });
    adoptPreferences(session.preferences);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The session as last read; null only before the first answer. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

export function useActor(): Actor | null {
  return useSession()?.actor ?? null;
}

/** May this person do it? The server decides; this only keeps dead buttons away. */
export function useCan(permission: Permission): boolean {
  return useActor()?.permissions.includes(permission) ?? false;
}

/** Asks the server again who asks. */
export async function refreshSession(): Promise<Session> {
  return await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Throws ApiError `wrong_credentials` or another. */
export async function signIn(email: string, password: string): Promise<void> {
  try {
    await requestJson('POST', '/api/auth/sign-in/email', { email, password });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      throw errorOfAnswer(401, { code: 'wrong_credentials' }, null);
    }
    throw error;
  }
  await refreshSession();
}

/** Ends the session at the server; what the page knew is forgotten. */
export async function signOut(): Promise<void> {
  await requestJson('POST', '/api/auth/sign-out', {});
  queryClient.clear();
}

import { type QueryKey, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { OperationId, OperationInput, QueryId } from '@vigie/contract';
import { type CallResult, callOperation } from './client.ts';
import type { ApiError } from './errors.ts';

export function operationKey<K extends OperationId>(id: K, input?: OperationInput<K>): QueryKey {
  return input === undefined ? [id] : [id, input];
}

/** A query of the catalogue for TanStack Query; its key is `[operation id, input]`. */
function operationQuery<K extends QueryId>(id: K, input: OperationInput<K>) {
  return queryOptions<CallResult<K>, ApiError>({
    queryKey: operationKey(id, input),
    queryFn: ({ signal }) => callOperation(id, input, { signal }),
  });
}

export function useOperation<K extends QueryId>(
  id: K,
  input: OperationInput<K>,
  options: { readonly enabled?: boolean; readonly refetchInterval?: number; readonly staleTime?: number } = {},
): UseQueryResult<CallResult<K>, ApiError> {
  return useQuery({ ...operationQuery(id, input), ...options });
}

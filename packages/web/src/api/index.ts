/*
 * Calls to the server, typed by the contract's catalogue. The schema library stays out: types are erased, and the
 * routes are a generated table. What the server tells by itself is `live`.
 */
export { type CallOptions, type CallResult, callOperation, onUnauthenticated, operationUrl } from './client.ts';
export { ApiError, type ApiErrorDetail } from './errors.ts';
export { operationKey, useOperation } from './queries.ts';
export { queryClient } from './query-client.ts';
export { type Actor, refreshSession, sessionQuery, signIn, signOut, useActor, useCan, useSession } from './session.ts';

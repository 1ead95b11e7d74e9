import { type ActionId, AppError, catalogue, type Operation, type OperationId, type QueryId, text } from '@vigie/contract';

/** Only the catalogue's own members: `constructor` is no operation. Throws `not_found`. */
export function requireOperation(id: string): Operation & { readonly id: string } {
  if (!isOperationId(id)) {
    throw new AppError('not_found', { message: text('This operation does not exist', 'Cette opération n’existe pas') });
  }
  return catalogue[id];
}

export function isOperationId(id: string): id is OperationId {
  return Object.hasOwn(catalogue, id);
}

export function isActionId(id: string): id is ActionId {
  return isOperationId(id) && catalogue[id].kind === 'action';
}

export function isQueryId(id: string): id is QueryId {
  return isOperationId(id) && catalogue[id].kind === 'query';
}

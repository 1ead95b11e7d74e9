import { errorReference, operationReference, permissionReference } from './reference.ts';

/** Files made from the contract. Each says in its first line that it is generated. */
export const generators: readonly { readonly path: string; readonly generate: () => string | Promise<string> }[] = [
  { path: 'docs/reference/operations.md', generate: operationReference },
  { path: 'docs/reference/errors.md', generate: errorReference },
  { path: 'docs/reference/permissions.md', generate: permissionReference },
];

/*
 * The keys of the page: each component registers its own, one listener serves them, the list of keys shows them.
 * Keys inside menus and dialogs belong to those, not to this.
 */
export { listenToKeys } from './listen.ts';
export { type KeyBinding, type KeyScope, waysOf } from './registry.ts';
export { type KeysOptions, useKeyScopes, useKeys } from './useKeys.ts';

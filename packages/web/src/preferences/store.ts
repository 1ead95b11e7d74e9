import type { Preferences } from '@vigie/contract';
import { defaultPreferences } from '@vigie/contract/preferences';
import { callOperation } from '../api/client.ts';
import { createStore, useStore } from '../lib/store.ts';
import { applyLook } from './apply.ts';
import { keptLook } from './kept.ts';

const store = createStore<Preferences>({ ...defaultPreferences, ...keptLook() });

function put(next: Preferences): void {
  store.set(next);
  applyLook(next);
}

/** Takes what the server knows of this person, or what this browser keeps when nobody is signed in. */
export function adoptPreferences(fromServer: Preferences | null): void {
  put(fromServer ?? { ...defaultPreferences, ...keptLook() });
}

export function usePreferences(): Preferences {
  return useStore(store);
}

/** Changes the page at once, then the server; puts it back and throws ApiError when the server refuses. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  const before = store.get();
  put({ ...before, ...changes });
  try {
    await callOperation('preferences.set', changes);
  } catch (error) {
    const undone = Object.fromEntries(Object.keys(changes).map((name) => [name, before[name as keyof Preferences]]));
    put({ ...store.get(), ...undone });
    throw error;
  }
}

/** Changes only this page: for the pages before the sign-in. */
export function previewPreferences(changes: Partial<Preferences>): void {
  put({ ...store.get(), ...changes });
}

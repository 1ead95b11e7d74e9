import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react';
import { addKeyScope, type KeyBinding, type KeyScope, keyScopes, onKeyScopes } from './registry.ts';

export interface KeysOptions {
  /** The keys only work while the focus is inside this element: needed for keys that the browser uses. */
  readonly within?: RefObject<HTMLElement | null>;
  readonly enabled?: boolean;
  /** For the frame of the page: any other component may take the key first. */
  readonly base?: boolean;
}

/**
 * Registers keys while the component is there; the list of keys (`?`) shows them under `title`.
 * The newest `run` is always the one that is called, so bindings need no memo.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[], options: KeysOptions = {}): void {
  const { within, enabled = true, base = false } = options;
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const signature = bindings.map(({ key, label, hidden, whenTyping }) => `${key}\t${label}\t${hidden}\t${whenTyping}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the bindings, whose functions are read at the time of the key.
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const stable = latest.current.map((binding, index) => ({
      ...binding,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }));
    return addKeyScope({ title, bindings: stable, base, within: within ? () => within.current : null });
  }, [title, signature, within, enabled, base]);
}

export function useKeyScopes(): readonly KeyScope[] {
  return useSyncExternalStore(onKeyScopes, keyScopes);
}

import { useEffect } from 'react';
import { createStore } from '../../lib/store.ts';

export interface StatusKey {
  readonly key: string;
  readonly label: string;
  run?(): void;
}

export interface StatusPart {
  /** Replaces LIVE while the link is well: `TREE`, `FILTER`. */
  readonly mode?: string | undefined;
  /** Left, after the link: `every 1 s`. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[] | undefined;
  /** Right: `row 3 / 41`. */
  readonly note?: string | undefined;
}

export const statusKeys = createStore<readonly StatusKey[]>([]);
export const statusPart = createStore<StatusPart>({});

/** The keys of this page, in the middle of the status line. The last component to call it wins. */
export function useStatusKeys(keys: readonly StatusKey[]): void {
  const signature = keys.map(({ key, label }) => `${key}\t${label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the keys, so that a new array each time costs nothing.
  useEffect(() => {
    statusKeys.set(keys);
    return () => statusKeys.set([]);
  }, [signature]);
}

/** Mode, facts and note of this page in the status line. */
export function useStatus(part: StatusPart): void {
  const signature = JSON.stringify(part);
  useEffect(() => {
    statusPart.set(JSON.parse(signature) as StatusPart);
    return () => statusPart.set({});
  }, [signature]);
}

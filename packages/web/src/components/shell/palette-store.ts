import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { createStore } from '../../lib/store.ts';

/** Something the palette can do. */
export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** Grey, at the right: what kind of thing it is, or its key. */
  readonly hint?: string | undefined;
  /** Found by these words as well. */
  readonly words?: string | undefined;
  run(): void;
}

export const pageCommands = createStore<readonly PaletteCommand[]>([]);

/** Adds commands of this page to the palette while the component is there. */
export function usePaletteCommands(commands: readonly PaletteCommand[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const signature = commands.map(({ id, label, hint }) => `${id}\t${label}\t${hint ?? ''}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the commands, whose functions are read when they are chosen.
  useEffect(() => {
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find((other) => other.id === command.id)?.run(),
    }));
    pageCommands.set([...pageCommands.get(), ...mine]);
    return () => pageCommands.set(pageCommands.get().filter((command) => !mine.some((other) => other === command)));
  }, [signature]);
}

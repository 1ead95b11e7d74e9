import type { ProcessRowHideable } from '@vigie/contract/agent';

const names: readonly ProcessRowHideable[] = [
  'exe',
  'openFiles',
  'readBytesPerSecond',
  'writeBytesPerSecond',
  'uniqueBytes',
  'swapBytes',
  'cmdline',
  'sockets',
];

/** What privileges hide, as a set of bits: a list is made once for each set, so that equal rows share it. */
export const hiddenBit = { exe: 1, openFiles: 2, io: 4 | 8, uniqueBytes: 16, swapBytes: 32, cmdline: 64, sockets: 128 } as const;

const lists = new Map<number, readonly ProcessRowHideable[]>();

export function hiddenList(bits: number): readonly ProcessRowHideable[] {
  let list = lists.get(bits);
  if (list === undefined) {
    list = Object.freeze(names.filter((_name, index) => (bits & (1 << index)) !== 0));
    lists.set(bits, list);
  }
  return list;
}

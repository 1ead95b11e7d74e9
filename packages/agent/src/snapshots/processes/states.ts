/** The kernel's letter in the words the API uses; those of psutil, where it has one. */
const words: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'disk-sleep',
  T: 'stopped',
  t: 'tracing-stop',
  Z: 'zombie',
  X: 'dead',
  x: 'dead',
  I: 'idle',
  P: 'parked',
  K: 'wakekill',
  W: 'waking',
};

export function stateWord(letter: string): string {
  return words[letter] ?? letter;
}

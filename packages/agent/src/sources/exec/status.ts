import { signalNames } from '@vigie/contract/agent';

/** What wait(2) tells of the end of a process. Signals stand without SIG; real-time ones, which have no name, by number. */
export function parseExitStatus(status: number): {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly core: boolean;
} {
  const number = status & 0x7f;
  if (number === 0) {
    return { exitCode: (status >> 8) & 0xff, signal: null, core: false };
  }
  return { exitCode: null, signal: signalNames[number - 1] ?? `RT${number}`, core: (status & 0x80) !== 0 };
}

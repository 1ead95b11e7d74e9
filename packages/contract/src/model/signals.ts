/** Every signal of Linux that may be named; the configuration allows fewer. */
export const signalNames = [
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'IO',
  'PWR',
  'SYS',
] as const;
export type SignalName = (typeof signalNames)[number];
/** The position in the list is the number less one, on x86 and ARM (signal(7)). */
export function signalNumber(name: SignalName): number {
  return signalNames.indexOf(name) + 1;
}
/** Allowed when the configuration says nothing: Roy ProcWatch's six, and the two programs define themselves. */
export const defaultSignals: readonly SignalName[] = ['TERM', 'KILL', 'INT', 'HUP', 'STOP', 'CONT', 'QUIT', 'USR1', 'USR2'];

import type { ProcessDetail } from '../model/process.ts';
import type { ProcessRow, SocketRow } from './snapshot.ts';

/** Everything about one process, as the agent tells it: the public shape, with its own rows for process and sockets. */
export interface ProcessDetailRow extends Omit<ProcessDetail, 'process' | 'sockets'> {
  readonly process: ProcessRow;
  readonly sockets: readonly SocketRow[];
}

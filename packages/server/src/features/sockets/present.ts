import type { Socket } from '@vigie/contract';
import type { SocketRow } from '@vigie/contract/agent';

/** The public shape of a socket, one to one. */
export function presentSocket(row: SocketRow): Socket {
  return {
    id: row.id,
    protocol: row.protocol,
    family: row.family,
    state: row.state,
    localAddress: row.localAddress,
    localPort: row.localPort,
    remoteAddress: row.remoteAddress,
    remotePort: row.remotePort,
    path: row.path,
    uid: row.uid,
    username: row.user,
    pid: row.pid,
    processName: row.processName,
    receiveQueueBytes: row.receiveQueueBytes,
    sendQueueBytes: row.sendQueueBytes,
  };
}

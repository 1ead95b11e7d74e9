/*
 * Sockets of a host: what listens, who is connected, UNIX sockets, each with its process. It only reads;
 * what can be done to the process is in the scene Processes.
 */
import { useCan } from '../../api/index.ts';
import { HostFrame } from '../../components/shell/index.ts';
import { NoPermissionState } from '../../components/ui/index.ts';
import { PortsLive } from './PortsLive.tsx';

export function PortsScene() {
  const may = useCan('process.read');
  return <HostFrame tab="ports">{may ? <PortsLive /> : <NoPermissionState permission="process.read" />}</HostFrame>;
}

/* What happened on a host, newest first: processes, logins, boots; and what is missing. It only reads. */
import { useCan } from '../../api/index.ts';
import { HostFrame } from '../../components/shell/index.ts';
import { NoPermissionState } from '../../components/ui/index.ts';
import { Journal } from './Journal.tsx';

export function EventsScene() {
  const may = useCan('event.read');
  return <HostFrame tab="events">{may ? <Journal /> : <NoPermissionState permission="event.read" />}</HostFrame>;
}

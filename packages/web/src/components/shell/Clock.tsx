import { useEffect } from 'react';
import { setPageZone, useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useLink } from '../../live/index.ts';
import { findHost, useHosts } from './hosts.ts';

/** The clock of the server in the zone of its machine, always with that zone; every time on the page is of the same. */
export function Clock() {
  const { serverOffsetMs } = useLink();
  const timeZone = findHost(useHosts(), 'local')?.timeZone ?? null;
  const format = useFormat();
  useEffect(() => setPageZone(timeZone), [timeZone]);
  const now = useNow() + serverOffsetMs;
  return (
    <time className="clock" title={format.exact(now)}>
      {format.time(now)}
      <small>{format.zone(now)}</small>
    </time>
  );
}

import { useParams } from '@tanstack/react-router';
import type { Host } from '@vigie/contract';
import { useOperation } from '../../api/index.ts';
import { useTopic } from '../../live/index.ts';

const none: readonly Host[] = [];

/** Every host, kept new by the live link; null until the first answer. */
export function useHosts(): readonly Host[] | null {
  const live = useTopic('hosts', { intervalMs: 5000 });
  const asked = useOperation('host.list', {}, { enabled: live.payload === null });
  return live.payload?.items ?? asked.data?.items ?? (asked.isError ? none : null);
}

/** The host of the address, `local` outside of a host. */
export function useHostRef(): string {
  const params = useParams({ strict: false }) as { readonly host?: string };
  return params.host ?? 'local';
}

export function findHost(hosts: readonly Host[] | null, ref: string): Host | null {
  return hosts?.find((host) => host.id === ref || (ref === 'local' && host.local)) ?? null;
}

/** The host of the address; undefined while it is not known whether there is one, null when there is none. */
export function useCurrentHost(): Host | null | undefined {
  const ref = useHostRef();
  const hosts = useHosts();
  return hosts === null ? undefined : findHost(hosts, ref);
}

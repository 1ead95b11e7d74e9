import type { Hosts } from '../../latest/port.ts';
import type { QueryHandler } from '../../operations/types.ts';
import { presentDetail } from './present.ts';

const waitMs = 5_000;

export function createProcessGet(deps: { readonly hosts: Hosts }): QueryHandler<'process.get'> {
  const { hosts } = deps;
  return {
    async run(input, { signal }) {
      const host = hosts.require(input.host);
      const target = { pid: input.pid, startTicks: input.start_ticks };
      const detail = await hosts.command(host.id, 'read', 'process.detail', target, { timeoutMs: waitMs, signal });
      return presentDetail(detail, hosts.processes(host.id)?.rows.get(input.pid) ?? null, host);
    },
  };
}

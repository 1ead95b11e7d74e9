import { pageBytes, ticksPerSecond } from '../../kernel/index.ts';
import { type Collector, type CollectorDeps, counter, gauge } from '../collector.ts';

export interface OwnDeps extends CollectorDeps {
  readonly pid?: number;
}

export function createOwnCollector({ tree, pid = process.pid }: OwnDeps): Collector {
  const memory = gauge('vigie_agent_resident_memory_bytes', [], 'Memory of the agent');
  const cpu = counter('vigie_agent_cpu_seconds_total', [], 'Processor time of the agent');
  return {
    name: 'own',
    series: [memory, cpu],
    collect() {
      const stat = tree.processes.stat(pid, 28);
      if (stat === null) {
        return null;
      }
      const resident = Number(tree.processes.text(pid, 'statm')?.split(' ')[1] ?? stat.residentPages);
      return [
        { series: memory.with(), value: resident * pageBytes },
        { series: cpu.with(), value: stat.cpuTicks / ticksPerSecond },
      ];
    },
  };
}

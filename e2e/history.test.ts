import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

interface Moment {
  readonly processes: {
    readonly missing: string | null;
    readonly items: readonly { readonly pid: number; readonly cmdline: readonly string[] }[];
  };
}
interface Usage {
  readonly items: readonly { readonly pid: number | null; readonly average: number; readonly running: boolean }[];
}

const waitMs = 120_000;

describe('history of a host', () => {
  let vigie: RunningVigie;
  let burning: ReturnType<typeof Bun.spawn> | null = null;
  beforeAll(async () => {
    vigie = await startVigie();
  }, 60_000);
  afterAll(async () => {
    burning?.kill('SIGKILL');
    await vigie?.stop();
  });

  async function ask<T>(path: string, input: Readonly<Record<string, string>>): Promise<T> {
    const response = await fetch(`${vigie.url}/api/hosts/local/${path}?${new URLSearchParams(input)}`, {
      headers: { 'X-Auth-Token': ownerToken },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  }

  it('names the process that burnt the processor, and shows it at that moment after it has gone', async () => {
    const from = String(Date.now());
    const child = Bun.spawn([process.execPath, '-e', 'for (;;) {}', 'burns-for-history'], {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    });
    burning = child;
    const used = async () => (await ask<Usage>('usage', { resource: 'cpu', from, to: 'now' })).items.find(({ pid }) => pid === child.pid);
    await until(async () => ((await used())?.average ?? 0) > 0, 'the usage names the process', waitMs);
    const isShown = async (time: string) => {
      const { processes } = await ask<Moment>('at', { time, include: 'processes' });
      return processes.items.some(({ pid, cmdline }) => pid === child.pid && cmdline.includes('burns-for-history'));
    };
    expect(await isShown('now')).toBe(true);
    const aliveMs = String(Date.now());
    child.kill('SIGKILL');
    await child.exited;
    await until(async () => !(await isShown('now')), 'it is gone now', waitMs);
    await until(async () => (await used())?.running === false, 'the usage knows that it ended', waitMs);
    expect(await isShown(aliveMs)).toBe(true);
    await vigie.restart();
    expect(await isShown(aliveMs)).toBe(true);
    expect(await used()).toMatchObject({ running: false });
  }, 400_000);
});

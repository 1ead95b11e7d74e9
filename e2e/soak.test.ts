import { describe, expect, it } from 'bun:test';
import { join } from 'node:path';
import { root } from './harness/vigie.ts';

/* G19 in small: the long profile is `bun bench/soak/main.ts`. Nothing here depends on how fast the machine is. */

const seconds = Number(process.env.VIGIE_SOAK_SECONDS ?? 60);
const load = { seconds, hosts: 100, series: 200, events: 1000 };

/** What the bench tells with `--json`. */
interface Told {
  readonly frames: number;
  readonly events: number;
  readonly violations: readonly unknown[];
  readonly unanswered: number;
  readonly lostLinks: number;
  readonly residentMb: { readonly most: number };
  readonly openFiles: { readonly least: number; readonly most: number };
}

describe('a fleet that goes on and on', () => {
  it(
    `is kept whole for ${seconds} s: everything acknowledged is stored once and in order, files stay flat, memory is bounded`,
    async () => {
      const words = Object.entries(load).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const child = Bun.spawn([process.execPath, join(root, 'bench/soak/main.ts'), '--json', ...words], {
        env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: process.env.HOME ?? '/tmp' },
        stdout: 'pipe',
        stderr: 'inherit',
      });
      try {
        const told = JSON.parse(await new Response(child.stdout).text()) as Told;
        expect({ violations: told.violations, unanswered: told.unanswered, lostLinks: told.lostLinks }).toEqual({
          violations: [],
          unanswered: 0,
          lostLinks: 0,
        });
        expect(told.frames).toBeGreaterThan(load.hosts);
        expect(told.events).toBeGreaterThan(load.events);
        expect(told.openFiles.most - told.openFiles.least).toBeLessThan(20);
        expect(told.residentMb.most).toBeLessThan(300);
      } finally {
        child.kill();
        await child.exited;
      }
    },
    seconds * 1000 + 180_000,
  );
});

import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InventoryItem, InventorySnapshot } from '@vigie/contract/agent';
import { openHostTree } from '../kernel/index.ts';
import { FakeClock } from '../link/testing/scripted-server.ts';
import { UnitWatch } from '../systemd/index.ts';
import { createInventory } from './index.ts';
import { Inventory } from './inventory.ts';
import { createParts, type InventoryPart, type InventoryRow } from './parts.ts';

let root: string;
let clock: FakeClock;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vigie-inventory-'));
  clock = new FakeClock();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** A host of which only these files are known. */
function buildInventory(): Inventory {
  const tree = openHostTree(root);
  return new Inventory(createParts({ tree, units: new UnitWatch({ clock, tree }) }), clock.monotonicMs.bind(clock));
}

function of(kind: InventoryItem['kind'], snapshot: InventorySnapshot | null) {
  return snapshot?.items.filter((item) => item.kind === kind).map(({ key, fields }) => [key, fields]);
}

const paragraph = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;

describe('the inventory of a host', () => {
  test('names the kinds this host can tell: what cannot be read is not the same as none', () => {
    const { kinds } = buildInventory().full(0);
    expect(kinds).not.toContain('package');
    expect(kinds).not.toContain('unit');
    expect(kinds).not.toContain('login');
    write('var/lib/dpkg/status', '');
    write('run/utmp', '');
    const known = buildInventory().full(0);
    expect(known.kinds).toEqual(expect.arrayContaining(['package', 'login']));
    expect([of('package', known), of('login', known)]).toEqual([[], []]);
  });

  test('is told whole, then only by what is new, other or gone, then whole again', () => {
    write('var/lib/dpkg/status', paragraph('nginx', '1') + paragraph('curl', '1'));
    const inventory = buildInventory();
    expect(of('package', inventory.full(1))).toHaveLength(2);
    clock.advance(10_000);
    expect(inventory.refresh(2)).toBeNull();

    write('var/lib/dpkg/status.new', paragraph('nginx', '2') + paragraph('zsh', '1'));
    renameSync(join(root, 'var/lib/dpkg/status.new'), join(root, 'var/lib/dpkg/status'));
    clock.advance(10_000);
    const changed = inventory.refresh(3);
    expect(changed).toMatchObject({ timeMs: 3, full: false, gone: [{ kind: 'package', key: 'curl:amd64' }] });
    expect(of('package', changed)).toEqual([
      ['nginx:amd64', { version: '2' }],
      ['zsh:amd64', { version: '1' }],
    ]);
    const whole = inventory.full(4);
    expect([whole.full, whole.gone, of('package', whole)?.length]).toEqual([true, [], 2]);
  });

  test('has the parameters that exist, each on one line', () => {
    write('proc/sys/net/ipv4/ip_forward', '1\n');
    write('proc/sys/net/ipv4/tcp_rmem', '4096\t131072\t6291456\n');
    expect(of('parameter', buildInventory().full(0))).toEqual([
      ['net.ipv4.ip_forward', { value: '1' }],
      ['net.ipv4.tcp_rmem', { value: '4096 131072 6291456' }],
    ]);
  });

  test('has the mounts and routes of the files of the kernel', () => {
    write('proc/self/mountinfo', '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n23 22 8:2 / /srv ro - xfs /dev/sda2 ro\n');
    write('proc/net/route', 'Iface\tDestination\n eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n');
    const whole = buildInventory().full(0);
    expect(of('mount', whole)).toEqual([
      ['/', { source: '/dev/sda1', type: 'ext4', readOnly: false }],
      ['/srv', { source: '/dev/sda2', type: 'xfs', readOnly: true }],
    ]);
    expect(of('route', whole)).toHaveLength(1);
  });

  test('takes sessions from systemd-logind where utmp is not kept, without its own managers', () => {
    write(
      'run/systemd/sessions/3',
      'UID=0\nUSER=root\nCLASS=user\nTTY=pts/0\nREMOTE_HOST=192.0.2.7\nLEADER=812\nREALTIME=1700000000123456\n',
    );
    write('run/systemd/sessions/4', 'UID=0\nUSER=root\nCLASS=manager\nLEADER=813\n');
    write('run/systemd/sessions/3.ref', '');
    expect(of('login', buildInventory().full(0))).toEqual([
      ['pts/0', { user: 'root', address: '192.0.2.7', pid: 812, sinceMs: 1_700_000_000_123 }],
    ]);
  });

  test('of this machine, whatever it is, has its loopback address and its mounts', () => {
    const tree = openHostTree();
    const whole = createInventory({ tree, units: new UnitWatch({ clock, tree }) }).full(0);
    expect(of('address', whole)).toContainEqual(['lo 127.0.0.1/8', { interface: 'lo', mac: '00:00:00:00:00:00', loopback: true }]);
    expect(of('mount', whole)?.map(([key]) => key)).toContain('/');
    expect(of('parameter', whole)?.length).toBeGreaterThan(10);
  });
});

describe('what is told by difference', () => {
  const item = (key: string, fields: InventoryItem['fields'] = {}): InventoryItem => ({ kind: 'route', key, fields });
  const row = (key: string, fields: InventoryItem['fields'] = {}): InventoryRow => [key, fields];
  const build = (...parts: InventoryPart[]) => new Inventory(parts, clock.monotonicMs.bind(clock));

  test('is not lost when another part cannot be read: the next round tells it', () => {
    let routes = [row('one')];
    let broken = false;
    const inventory = build(
      { kind: 'route', everyMs: 10_000, read: () => routes },
      {
        kind: 'mount',
        everyMs: 10_000,
        read: () => {
          if (broken) {
            throw new Error('no descriptor is left');
          }
          return [];
        },
      },
    );
    inventory.full(0);
    routes = [row('two')];
    broken = true;
    clock.advance(10_000);
    expect(() => inventory.refresh(0)).toThrow('no descriptor is left');
    broken = false;
    clock.advance(10_000);
    expect(inventory.refresh(0)).toMatchObject({ items: [item('two')], gone: [{ kind: 'route', key: 'one' }] });
  });

  test('nor when a part knows by itself that nothing changed since it was read', () => {
    write('var/lib/dpkg/status', paragraph('nginx', '1'));
    const tree = openHostTree(root);
    const [packages] = createParts({ tree, units: new UnitWatch({ clock, tree }) }).filter(({ kind }) => kind === 'package');
    let broken = false;
    const inventory = build(packages as InventoryPart, {
      kind: 'mount',
      everyMs: 10_000,
      read: () => {
        if (broken) {
          throw new Error('no descriptor is left');
        }
        return [];
      },
    });
    inventory.full(0);
    write('var/lib/dpkg/status', paragraph('nginx', '2.0'));
    broken = true;
    clock.advance(10_000);
    expect(() => inventory.refresh(0)).toThrow();
    broken = false;
    clock.advance(10_000);
    expect(of('package', inventory.refresh(0))).toEqual([['nginx:amd64', { version: '2.0' }]]);
  });

  test('has one row for a key, however often the host names it', () => {
    const inventory = build({ kind: 'route', everyMs: 10_000, read: () => [row('same', { at: 1 }), row('same', { at: 2 })] });
    expect(inventory.full(0).items).toEqual([item('same', { at: 2 })]);
    clock.advance(10_000);
    expect(inventory.refresh(0)).toBeNull();
  });

  test('is looked at as rarely as each part wants', () => {
    let reads = 0;
    const inventory = build({
      kind: 'parameter',
      everyMs: 60_000,
      read: () => {
        reads++;
        return [];
      },
    });
    inventory.full(0);
    for (let round = 0; round < 12; round++) {
      clock.advance(10_000);
      inventory.refresh(0);
    }
    expect(reads).toBe(3);
  });

  test('is bounded: texts are cut with a mark, and what is beyond the limit comes when there is room', () => {
    let keys = Array.from({ length: 20_001 }, (_, index) => String(index));
    const inventory = build({ kind: 'route', everyMs: 10_000, read: () => keys.map((key) => row(key, { text: 'x'.repeat(2000) })) });
    const { items } = inventory.full(0);
    expect([items.length, items[0]?.fields.text]).toEqual([20_000, `${'x'.repeat(1024)}…`]);
    keys = keys.slice(1);
    clock.advance(10_000);
    const changed = inventory.refresh(0);
    expect([changed?.gone, changed?.items.map(({ key }) => key)]).toEqual([[{ kind: 'route', key: '0' }], ['20000']]);
  });
});

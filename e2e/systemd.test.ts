import { beforeAll, describe, expect, it } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTree, labMissing, runOnHost } from '../lab/host.ts';
import { compileProgram } from './harness/compiled.ts';
import { ownerToken, root } from './harness/vigie.ts';

/* The unit file of deploy/ and the compiled program on a real Debian host with systemd. */
const note = labMissing === '' ? '' : ` (skipped: ${labMissing})`;
let printed = '';

const script = `
cp /mnt/vigie-server.service /mnt/demo.service /etc/systemd/system/
mkdir -p /etc/vigie
echo VIGIE_TOKEN=${ownerToken} > /etc/vigie/vigie.env
echo 'listen: 127.0.0.1:8088' > /etc/vigie/vigie.yaml
export VIGIE_TOKEN=${ownerToken}
pid_of() { vigie process list --q "$1" --fields pid -o csv | tail -n +2 | tr -d '\\r'; }
main_pid() { systemctl show -p MainPID --value "$1"; }
systemctl start demo vigie-server
for _ in $(seq 50); do vigie host list 2>/dev/null | grep -q ' up ' && break; sleep 0.2; done
echo "active: $(systemctl is-active vigie-server)"
cp /mnt/broken.service /etc/systemd/system/
systemctl daemon-reload
systemctl start broken 2>/dev/null
systemctl restart demo
for _ in $(seq 100); do vigie event list --kind unit.failed -o csv | grep -q broken && break; sleep 0.2; done
echo "failed: $(vigie event list --kind unit.failed --q unit:broken.service -o csv | tail -1 | tr -d '\\r')"
echo "started: $(vigie event list --kind unit.started -o csv | grep -c 'demo.service')"
for _ in $(seq 150); do vigie host at local now --include inventory -o json | tr -d ' \\n' > /tmp/at.json; grep -q '"demo.service"' /tmp/at.json && break; sleep 0.2; done
echo "inventory: $(grep -o '"kind":"[a-z]*"' /tmp/at.json | sort -u | cut -d'"' -f4 | tr '\\n' ' ')"
echo "demo: $(grep -o '"key":"demo.service","fields":{[^}]*}' /tmp/at.json)"
echo "systemd: $(grep -o '"key":"systemd:[a-z0-9]*","fields":{[^}]*}' /tmp/at.json)"
echo "before: $(main_pid demo)"
vigie process restart "$(main_pid demo)" --dry-run 2>&1 | grep execve
vigie process restart "$(main_pid demo)" -o json | tr -d ' \\n'; echo
echo "after: $(main_pid demo) $(systemctl is-active demo)"
echo "unit: $(vigie process list --q unit:demo --fields unit -o csv | tail -1)"
systemd-run --scope --uid=nobody --quiet sleep 999 &
sleep 1
vigie process restart "$(pid_of 'user:nobody sleep')" -o json | tr -d ' \\n'; echo
survivor=$(pid_of 'user:nobody sleep')
echo "scope: $(grep -o 'run-.*scope' /proc/$survivor/cgroup)"
echo "caps: $(grep CapBnd /proc/$survivor/status | tr -d '\\t') $(grep CapBnd /proc/1/status | tr -d '\\t')"
vigie process restart "$(main_pid vigie-server)" 2>&1 | tail -1
systemctl stop vigie-server
echo "stopped: $(systemctl is-active vigie-server) survivor: $(cat /proc/$survivor/comm)"
`;

beforeAll(async () => {
  if (labMissing !== '') {
    return;
  }
  ensureTree();
  printed = await runOnHost(script, {
    program: compileProgram(),
    shared: {
      'vigie-server.service': readFileSync(join(root, 'deploy/systemd/vigie-server.service'), 'utf8'),
      'broken.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n',
      'demo.service': '[Service]\nExecStart=/bin/sleep 1000\n',
    },
  });
}, 400_000);

function line(name: string): string {
  return (
    printed
      .split('\n')
      .find((candidate) => candidate.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? `nothing about ${name} in:\n${printed}`
  );
}

describe('on a host with systemd', () => {
  it.skipIf(labMissing !== '')(`starts by its unit file${note}`, () => {
    expect(line('active')).toBe('active');
  });

  it.skipIf(labMissing !== '')(`tells of units that start and fail as systemd tells it${note}`, () => {
    expect(line('failed')).toContain('broken.service');
    expect(Number(line('started'))).toBeGreaterThan(0);
  });

  it.skipIf(labMissing !== '')(`keeps units, packages, addresses and the rest of its inventory${note}`, () => {
    expect(line('inventory').trim().split(' ')).toEqual(expect.arrayContaining(['address', 'package', 'parameter', 'unit']));
    expect(line('demo')).toContain('"active":"active"');
    expect(line('systemd')).toContain('"version":');
  });

  it.skipIf(labMissing !== '')(`restarts a process of a unit through its unit, exactly as the plan shows${note}`, () => {
    expect(printed).toContain('execve(["/usr/bin/systemctl","--system","--no-ask-password","--no-pager","restart","--","demo.service"])');
    expect(printed).toContain(`"old_pid":${line('before')},"new_pid":${line('after').split(' ')[0]},"unit":"demo.service"`);
    expect([line('after').split(' ')[1], line('unit')]).toEqual(['active', 'demo.service']);
  });

  it.skipIf(labMissing !== '')(`restarts another user’s process in its own scope, with the rights it had${note}`, () => {
    expect(line('scope')).toStartWith('run-');
    const [survivor, init] = line('caps').split(' ');
    expect(survivor).toBe(init);
  });

  it.skipIf(labMissing !== '')(`does not restart the server that answers, and what it restarted outlives it${note}`, () => {
    expect(printed).toContain('nobody would be left to answer');
    expect(line('stopped')).toBe('inactive survivor: sleep');
  });
});

import { beforeAll, describe, expect, it } from 'bun:test';
import { ensureTree, labMissing, runOnHost } from '../lab/host.ts';
import { compileProgram } from './harness/compiled.ts';
import { ownerToken } from './harness/vigie.ts';

/* A real Debian host with systemd installs the agent by the one line, from a server that runs beside it. */
const note = labMissing === '' ? '' : ` (skipped: ${labMissing})`;
let printed = '';

const script = `
export VIGIE_TOKEN=${ownerToken} LANG=C.UTF-8
systemd-run --quiet --unit=server --setenv=VIGIE_TOKEN=$VIGIE_TOKEN --setenv=VIGIE_DATA_DIR=/var/lib/vigie /usr/local/bin/vigie server
for _ in $(seq 100); do vigie host list 2>/dev/null | grep -q ' up ' && break; sleep 0.2; done
new_token() { vigie enrolment create "$@" --yes -o json | grep -o 'vge_[0-9a-f_]*' | head -1; }
install() { curl -fsSL http://127.0.0.1:8088/install.sh | env -u VIGIE_TOKEN sh -s -- --server http://127.0.0.1:8088 "$@" 2>&1; }
hosts() { vigie host list -o csv | tail -n +2 | tr -d '\\r'; }
joined() { vigie host list -o json | tr -d ' \\n' | sed 's/},{/}\\n{/g' | grep '"local":false'; }
id_of_joined() { joined | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4; }
wait_up() { for _ in $(seq 100); do joined | grep -q '"state":"up"' && break; sleep 0.2; done; }

echo "dry: $(install --token vge_x --dry-run | grep -c '^+')  left: $(ls /usr/local/lib/vigie-agent /var/lib/vigie-agent /etc/systemd/system/vigie-agent.service 2>/dev/null | wc -l)"
token=$(new_token rack --site 'Lyon 2' --tags web,prod --uses 2)
echo "without: $(install)"
echo "foreign: $(install --token "$(echo "$token" | sed 's/_[0-9a-f]*$//')_$(printf '0%.0s' $(seq 64))")"
echo "wrong: $(install --token "$(echo "$token" | sed 's/_[0-9a-f]\\{40\\}_/_0000000000000000000000000000000000000000_/')" | tail -2 | tr '\\n' ' ')"
echo "left after refusals: $(systemctl is-enabled vigie-agent 2>&1) $(ls /var/lib/vigie-agent 2>/dev/null | wc -l)"
install --token "$token" --name web-1 > /tmp/first.log
tail -1 /tmp/first.log
wait_up
first=$(id_of_joined)
echo "joined: $(joined)"
echo "modes: $(stat -c %a /var/lib/vigie-agent /var/lib/vigie-agent/identity.json /usr/local/lib/vigie-agent/vigie | tr '\\n' ' ')"
echo "token in state: $(grep -rl "$(echo "$token" | cut -d_ -f3)" /var/lib/vigie-agent /etc/systemd/system /var/lib/vigie 2>/dev/null | wc -l)"
pid=$(systemctl show -p MainPID --value vigie-agent)
echo "again: $(install --token "$token" | tail -2 | head -1)"
echo "same: $( [ "$(id_of_joined)" = "$first" ] && echo yes) $( [ "$(systemctl show -p MainPID --value vigie-agent)" = "$pid" ] && echo untouched) uses: $(vigie enrolment list -o json | tr -d ' \\n' | grep -o '"used":[0-9]*')"
echo "seen: $(vigie process list --host "$first" --q cron --fields name -o csv | tr -d '\\r' | grep '^cron')"
vigie host retire "$first" --yes >/dev/null 2>&1
for _ in $(seq 50); do journalctl -u vigie-agent --no-pager | grep -q unknown_host && break; sleep 0.2; done
echo "retired: $(hosts | wc -l) $(journalctl -u vigie-agent --no-pager | grep -c unknown_host | sed 's/[1-9][0-9]*/refused/')"
install --token "$token" --name web-1 --reinstall --user > /tmp/second.log
wait_up
echo "user: $(stat -c %U /proc/"$(systemctl show -p MainPID --value vigie-agent)") $( [ "$(id_of_joined)" != "$first" ] && echo new)"
second=$(id_of_joined)
echo "seen by user: $(vigie process list --host "$second" --q server --fields name,exe -o csv | grep -c /usr/local/bin/vigie | sed 's/[1-9][0-9]*/yes/')"
echo "used up: $(install --token "$token" --reinstall 2>&1 | tail -2 | tr '\\n' ' ')"
echo "uninstall: $(install --uninstall | tail -1)"
echo "left: $(ls -d /usr/local/lib/vigie-agent /var/lib/vigie-agent /etc/systemd/system/vigie-agent.service 2>/dev/null | wc -l) $(id vigie-agent 2>&1 | grep -c 'no such user') $(systemctl is-active vigie-agent) $(ls -d /var/tmp/vigie-install* 2>/dev/null | wc -l)"
`;

beforeAll(async () => {
  if (labMissing !== '') {
    return;
  }
  ensureTree();
  printed = await runOnHost(script, { program: compileProgram() });
}, 300_000);

describe.skipIf(labMissing !== '')(`the one line on a real host${note}`, () => {
  const line = (name: string) => printed.split('\n').find((one) => one.startsWith(`${name}: `)) ?? `${name}: missing in\n${printed}`;

  it('says what it would do, and changes nothing, with --dry-run', () => {
    expect(line('dry')).toMatch(/^dry: (\d\d)\s+left: 0$/);
  });

  it('refuses in words without a token, with one of another server, and with a wrong one, and installs nothing to run', () => {
    expect(line('without')).toContain('--token');
    expect(line('foreign')).toContain('authority is not the one the token names');
    expect(line('wrong')).toContain('not known, already used, expired or revoked');
    expect(line('left after refusals')).toMatch(/(not-found|No such file).* 0$/);
  });

  it('joins: the host is up under its name with the site and tags of the token, within the minute', () => {
    expect(printed).toContain('The Vigie agent runs.');
    expect(line('joined')).toContain('"name":"web-1"');
    expect(line('joined')).toContain('"site":"Lyon2","tags":["web","prod"]');
    expect(line('joined')).toContain('"state":"up"');
    expect(line('seen')).toContain('cron');
  });

  it('keeps its secrets to itself', () => {
    expect(line('modes')).toBe('modes: 700 600 755 ');
    expect(line('token in state')).toBe('token in state: 0');
  });

  it('run again changes nothing: the same host, the same process, no further use of the token', () => {
    expect(line('again')).toContain('joined already');
    expect(line('same')).toBe('same: yes untouched uses: "used":1');
  });

  it('is cut and refused once it is retired, and joins again as a new host only', () => {
    expect(line('retired')).toBe('retired: 1 refused');
    expect(line('used up')).toContain('not known, already used, expired or revoked');
  });

  it('runs as its own user by choice, and still sees the processes of others', () => {
    expect(line('user')).toBe('user: vigie-agent new');
    expect(line('seen by user')).toBe('seen by user: yes');
  });

  it('leaves nothing behind after --uninstall', () => {
    expect(line('uninstall')).toContain('gone from this host');
    expect(line('left')).toBe('left: 0 1 inactive 0');
  });
});

import { describe, expect, it } from 'bun:test';
import { parseControlGroup, unescapeUnit } from './cgroup.ts';
import { fullName, maxCommandLineBytes, parseCommandLine } from './command-line.ts';

const id = '1a2b3c4d5e6f'.padEnd(64, '7');
const short = '1a2b3c4d5e6f';

describe('the control group', () => {
  const cases: readonly (readonly [string, string | null, string | null, number | null])[] = [
    ['0::/system.slice/nginx.service', 'nginx.service', null, null],
    ['0::/user.slice/user-1000.slice/session-3.scope', 'session-3.scope', null, null],
    ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/foo.service', 'foo.service', null, 1000],
    ['0::/user.slice/user-1000.slice/user@1000.service/init.scope', 'init.scope', null, 1000],
    ['0::/', null, null, null],
    ['', null, null, null],
    [`0::/system.slice/docker-${id}.scope`, `docker-${id}.scope`, `docker:${short}`, null],
    [`0::/machine.slice/libpod-${id}.scope/container`, `libpod-${id}.scope`, `podman:${short}`, null],
    [`0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-${id}.scope`, `cri-containerd-${id}.scope`, `containerd:${short}`, null],
    [`11:memory:/kubepods/besteffort/pod1/${id}\n1:name=systemd:/kubepods/besteffort/pod1/${id}`, null, `kubernetes:${short}`, null],
    [`4:cpu:/docker/${id}\n1:name=systemd:/docker/${id}\n0::/`, null, `docker:${short}`, null],
    ['0::/lxc.payload.web/system.slice/nginx.service', null, 'lxc:web', null],
    ['1:name=systemd:/lxc/web/init.scope', null, 'lxc:web', null],
    ['0::/machine.slice/machine-my\\x2dbox.scope/payload', 'machine-my\\x2dbox.scope', 'nspawn:my-box', null],
    ['1:name=systemd:/system.slice/sshd.service\n0::/', 'sshd.service', null, null],
  ];
  for (const [text, unit, container, userManager] of cases) {
    it(`of ${JSON.stringify(text.slice(0, 70))} gives ${container ?? unit ?? 'nothing'}`, () => {
      expect(parseControlGroup(text)).toMatchObject({ unit, container, userManager });
    });
  }

  it('reads the escapes of unit names', () => {
    expect(unescapeUnit('dev-disk\\x2dby.device')).toBe('dev-disk-by.device');
  });
});

describe('the command line', () => {
  const parse = (text: string) => parseCommandLine(Buffer.from(text), Buffer.byteLength(text));
  it('keeps arguments as they are, empty ones too', () => {
    expect(parse('a\0b c\0\0d\0')).toEqual(['a', 'b c', '', 'd']);
    expect(parse('a\0\0')).toEqual(['a']);
    expect(parse('a\0b\0\0')).toEqual(['a', 'b', '']);
    expect(parse('')).toEqual([]);
    expect(parse('\0\0')).toEqual([]);
  });

  it('drops the padding of a title', () => {
    expect(parse('postgres: writer process   \0\0\0\0\0')).toEqual(['postgres: writer process   ']);
  });

  it('is cut when it is endless', () => {
    const [only] = parse('x'.repeat(maxCommandLineBytes * 2));
    expect(only?.length).toBe(maxCommandLineBytes + 1);
    expect(only?.endsWith('…')).toBe(true);
  });

  it('gives back a name that the kernel cut, only when it begins the same', () => {
    expect(fullName('systemd-journal', ['/usr/lib/systemd/systemd-journald'])).toBe('systemd-journald');
    expect(fullName('tokio-runtime-w', ['/usr/bin/other'])).toBe('tokio-runtime-w');
    expect(fullName('sh', ['/bin/shell'])).toBe('sh');
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Real Debian hosts with systemd on one machine, in namespaces. The tree is made once by debootstrap and kept in the
 * temporary folder; every host gets an overlay of its own and leaves nothing behind.
 */

const debootstrap = '/usr/sbin/debootstrap';
const tree = join(tmpdir(), 'vigie-lab-bookworm-2');
const boot = new URL('boot.sh', import.meta.url).pathname;

/** Empty when a host can be booted here; else what is missing, for the name of a skipped test. */
export const labMissing = process.geteuid?.() !== 0 ? 'needs root' : existsSync(debootstrap) ? '' : 'Debian package debootstrap is missing';

/** Makes the tree when there is none; half a tree is never taken for a whole one. */
export function ensureTree(): string {
  if (!existsSync(tree)) {
    const making = `${tree}.${process.pid}`;
    const include = '--include=systemd,systemd-sysv,dbus,cron,curl,openssl,ca-certificates';
    const made = Bun.spawnSync([debootstrap, '--variant=minbase', include, 'bookworm', making, 'http://deb.debian.org/debian'], {
      stdout: 'pipe',
      stderr: 'pipe',
    });
    if (made.exitCode !== 0) {
      rmSync(making, { recursive: true, force: true });
      throw new Error(`debootstrap failed:\n${made.stdout.toString().slice(-1000)}`);
    }
    renameSync(making, tree);
  }
  return tree;
}

/** Boots a host, runs a bash script in it, and gives what it printed. The host is gone afterwards. */
export async function runOnHost(
  script: string,
  files: { readonly program: string; readonly shared?: Readonly<Record<string, string>> },
): Promise<string> {
  const shared = mkdtempSync(join(tmpdir(), 'vigie-lab-shared-'));
  try {
    writeFileSync(join(shared, 'run.sh'), script);
    for (const [name, content] of Object.entries(files.shared ?? {})) {
      mkdirSync(join(shared, name, '..'), { recursive: true });
      writeFileSync(join(shared, name), content);
    }
    const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--uts', '--ipc', '--net', '--cgroup'];
    const host = Bun.spawn(['/usr/bin/unshare', ...namespaces, '/bin/bash', boot, ensureTree(), shared, files.program], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      timeout: 120_000,
      killSignal: 'SIGKILL',
    });
    const [errors] = await Promise.all([new Response(host.stderr).text(), host.exited]);
    const log = join(shared, 'out.log');
    return existsSync(log) ? readFileSync(log, 'utf8') : `the host did not come up:\n${errors}`;
  } finally {
    rmSync(shared, { recursive: true, force: true });
  }
}

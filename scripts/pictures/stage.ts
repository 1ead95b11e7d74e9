/* Shows this checkout as /opt/vigie, then starts the host of the pictures in namespaces of its own. Run in a mount namespace. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { root } from '../../e2e/harness/vigie.ts';

const place = '/opt/vigie';
mount('-t', 'tmpfs', 'tmpfs', '/opt');
mkdirSync(place);
mount('--rbind', root, place);

const host = Bun.spawn(
  [
    '/usr/bin/unshare',
    ...['--pid', '--fork', '--mount', '--mount-proc', '--uts', '--cgroup', '--kill-child'],
    process.execPath.replace(root, place),
    `${place}/scripts/pictures/host.ts`,
    ...process.argv.slice(2),
  ],
  { env: process.env, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' },
);
process.exit(await host.exited);

function mount(...words: string[]): void {
  const { status, stderr } = spawnSync('/usr/bin/mount', words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`mount ${words.join(' ')}: ${stderr}`);
  }
}

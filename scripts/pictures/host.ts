/*
 * A small server of its own, in namespaces of its own, so that the pictures show it and nothing of the machine they are taken on.
 * It is the first process there: `unshare … bun host.ts server` names the host, starts what such a server runs, and Vigie.
 */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../e2e/harness/vigie.ts';

const work = mkdtempSync(join(tmpdir(), 'vigie-pictures-'));
const [web, files] = [8080, 8000].map((port) => Number(process.env.PICTURES_PORTS ?? 0) + port);
writeFileSync('/proc/sys/kernel/hostname', 'web-01');

function start(argv: string[], cwd = work): Bun.Subprocess {
  return Bun.spawn(argv, { cwd, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' } });
}

if (existsSync('/usr/sbin/nginx')) {
  const conf = join(work, 'nginx.conf');
  const site = `server { listen 127.0.0.1:${web}; location / { return 200 "ready"; } }`;
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${work}/${name};`).join(' ');
  writeFileSync(
    conf,
    `user www-data; pid ${work}/nginx.pid; error_log /dev/null; worker_processes 4; events {} http { access_log off; ${paths} ${site} }`,
  );
  start(['/usr/sbin/nginx', '-c', conf, '-g', 'daemon off;']);
}
start(['/usr/bin/python3', '-m', 'http.server', String(files), '--bind', '127.0.0.1']);
for (const seconds of [3600, 5400, 7200]) {
  start(['/usr/bin/sleep', String(seconds)]);
}
writeFileSync(join(work, 'backup.py'), loadProgram());
start(['/usr/bin/python3', 'backup.py', `http://127.0.0.1:${files}/`]);

const vigie = Bun.spawn([process.execPath, '--smol', join(root, 'packages/vigie/src/main.ts'), ...process.argv.slice(2)], {
  cwd: process.cwd(),
  env: process.env,
  stdin: 'ignore',
  stdout: 'inherit',
  stderr: 'inherit',
});
process.exit(await vigie.exited);

/** Computes in waves, reads a page again and again, and writes a file: enough for every chart to have a shape. */
function loadProgram(): string {
  return `
import math, sys, time, urllib.request
turn = 0
while True:
    turn += 1
    end = time.perf_counter() + 0.03 + 0.06 * (1 + math.sin(turn / 60))
    while time.perf_counter() < end:
        math.sqrt(turn)
    urllib.request.urlopen(sys.argv[1]).read()
    if turn % 4 == 0:
        with open('backup.tar', 'wb') as file:
            file.write(bytes(int(200_000 + 4_000_000 * abs(math.sin(turn / 40)))))
    time.sleep(0.2)
`;
}

/*
 * bun bench/store/record.ts FILE [seconds] [--load]: runs the real agent, with all its collectors, against a gateway that
 * only takes frames, and keeps what came. With --load the machine compiles, writes and starts short processes meanwhile.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Frame, MessageDecoder, MessageEncoder } from '@vigie/contract/agent';
import { packFrames } from './frames.ts';
import { putLoad } from './load.ts';

const [file, seconds = '900'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (!file) {
  console.error('bun bench/store/record.ts FILE [seconds] [--load]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'vigie-record-'));
const inside = (name: string): string => join(folder, name);
issue();
const frames: Frame[] = [];
const server = Bun.serve<{ readonly decoder: MessageDecoder; readonly encoder: MessageEncoder }, never>({
  hostname: '127.0.0.1',
  port: 0,
  tls: {
    cert: readFileSync(inside('cert')),
    key: readFileSync(inside('key')),
    ca: readFileSync(inside('cert')),
    requestCert: true,
    rejectUnauthorized: true,
  },
  fetch: (request, self) =>
    self.upgrade(request, { data: { decoder: new MessageDecoder(), encoder: new MessageEncoder() } })
      ? undefined
      : new Response(null, { status: 404 }),
  websocket: {
    open: (socket) =>
      void socket.send(
        socket.data.encoder.encode({ type: 'challenge', body: { nonce: 'record', serverTimeMs: Date.now(), versions: [1, 1] } }),
      ),
    message: (socket, bytes) => {
      const message = socket.data.decoder.decode(new Uint8Array(bytes as Buffer));
      if (message.type === 'hello') {
        const watch = { metricsMs: 1000, processesMs: 10_000, socketsMs: 10_000 };
        const body = { protocol: message.body.protocol, serverTimeMs: Date.now(), watch, config: { allowedSignals: [] } };
        socket.send(socket.data.encoder.encode({ type: 'welcome', body }));
      } else if (message.type === 'frame') {
        frames.push(message.body);
        socket.send(socket.data.encoder.encode({ type: 'ack', body: { stream: message.body.stream, sequence: message.body.sequence } }));
      } else if (message.type === 'ping') {
        socket.send(socket.data.encoder.encode({ type: 'pong', body: { sentAtMs: message.body.sentAtMs, peerTimeMs: Date.now() } }));
      }
    },
  },
});

const flags = {
  server: `wss://127.0.0.1:${server.port}`,
  'state-dir': inside('state'),
  'host-id': 'recorded',
  ca: inside('cert'),
  cert: inside('cert'),
  key: inside('key'),
};
const main = join(import.meta.dir, '../../packages/vigie/src/main.ts');
const agent = Bun.spawn(
  [process.execPath, '--smol', main, 'agent', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
  { env: { LANG: 'C.UTF-8' }, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' },
);
const endLoad = process.argv.includes('--load') ? putLoad(folder) : null;
try {
  await Promise.race([Bun.sleep(Number(seconds) * 1000), agent.exited]);
} finally {
  await endLoad?.();
  agent.kill();
  await agent.exited;
  await server.stop(true);
  rmSync(folder, { recursive: true, force: true });
}
if (frames.length === 0) {
  throw new Error('the agent sent no frames');
}
const packed = packFrames(frames);
await Bun.write(file, packed);
console.log(`${frames.length} frames, ${frames.at(-1)?.samples.length} series, ${packed.length} bytes`);

/** One certificate for both sides, which is its own authority. */
function issue(): void {
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const made = Bun.spawnSync(
    [
      '/usr/bin/openssl',
      ...words,
      '-keyout',
      inside('key'),
      '-out',
      inside('cert'),
      '-subj',
      '/CN=record',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ],
    { stderr: 'pipe' },
  );
  if (!made.success) {
    throw new Error(`openssl: ${made.stderr.toString()}`);
  }
}

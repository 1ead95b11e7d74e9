import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const megabyte = new Uint8Array(1_048_576).fill(7);

/** Real work on this machine: bundling, writing with fsync, short processes, each with pauses. Returns its end. */
export function putLoad(folder: string): () => Promise<void> {
  let going = true;
  const root = join(import.meta.dir, '../..');
  const compile = async (): Promise<void> => {
    while (going) {
      const entry = join(root, 'packages/server/src/index.ts');
      await Bun.spawn([process.execPath, 'build', '--target=bun', '--minify', '--outfile', join(folder, 'bundle.js'), entry], {
        stdout: 'ignore',
        stderr: 'ignore',
      }).exited;
      await Bun.sleep(Math.random() * 2000);
    }
  };
  const write = async (): Promise<void> => {
    while (going) {
      const path = join(folder, 'bulk');
      const file = openSync(path, 'w');
      for (let count = 0; going && count < 64; count++) {
        writeSync(file, megabyte);
        await Bun.sleep(5);
      }
      fsyncSync(file);
      closeSync(file);
      unlinkSync(path);
      await Bun.sleep(Math.random() * 5000);
    }
  };
  const start = async (): Promise<void> => {
    while (going) {
      for (let count = 0; going && count < 50; count++) {
        await Bun.spawn(['/bin/true'], { stdout: 'ignore' }).exited;
      }
      await Bun.sleep(Math.random() * 3000);
    }
  };
  const workers = [compile(), write(), start()];
  return async () => {
    going = false;
    await Promise.all(workers);
  };
}

import { root } from '../check/files.ts';
import { generators } from './index.ts';

for (const { path, generate } of generators) {
  await Bun.write(`${root}/${path}`, await generate());
}

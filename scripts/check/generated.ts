import { generators } from '../generate/index.ts';
import { finish, root } from './files.ts';

const complaints: string[] = [];
for (const { path, generate } of generators) {
  const file = Bun.file(`${root}/${path}`);
  if (!(await file.exists()) || (await file.text()) !== (await generate())) {
    complaints.push(`${path} is not what the contract gives: run npm run docs`);
  }
}
finish(complaints);

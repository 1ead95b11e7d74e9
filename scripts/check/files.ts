import { Glob } from 'bun';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** Source files of the workspace, relative to the root. */
export async function sourceFiles(pattern = '{packages,scripts,bench,e2e,lab}/**/*.{ts,tsx,mjs}'): Promise<string[]> {
  const files = await Array.fromAsync(new Glob(pattern).scan({ cwd: root }));
  return files.filter((file) => !/node_modules|\/dist\//.test(file)).sort();
}

export async function readSource(file: string): Promise<string> {
  return Bun.file(`${root}/${file}`).text();
}

/** Prints the complaints and ends the check. */
export function finish(complaints: readonly string[]): never {
  for (const complaint of complaints) {
    console.error(complaint);
  }
  process.exit(complaints.length === 0 ? 0 : 1);
}

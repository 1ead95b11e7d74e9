import { dirname, join, normalize, relative } from 'node:path';
import { finish, readSource, root, sourceFiles } from './files.ts';

/** Who may not import whom, and why; the first rule that matches speaks. */
const rules: readonly { readonly from: RegExp; readonly imports: RegExp; readonly unless?: RegExp; readonly why: string }[] = [
  { from: /^packages\/contract\//, imports: /^(?!zod$)[^.]/, why: 'contract imports only the schema library' },
  {
    from: /^packages\/contract\/src\/agent\//,
    imports: /^zod$/,
    why: 'the schema library costs the agent 15 MB; the link has plain types',
  },
  {
    from: /^packages\/agent\//,
    imports: /^@vigie\/contract$/,
    why: 'the agent imports @vigie/contract/agent, which has no schema library',
  },
  { from: /^packages\/agent\//, imports: /^(@vigie\/(server|cli|web)|zod$|hono|kysely)/, why: 'the agent knows only the link' },
  { from: /^packages\/agent\/src\/(?!kernel\/)/, imports: /^bun:ffi$/, why: 'only kernel/ knows bun:ffi' },
  { from: /^packages\/agent\/src\/collectors\//, imports: /\/(link|actions|runtime)/, why: 'a collector never imports the link' },
  {
    from: /^packages\/server\//,
    imports: /^@vigie\/(agent|cli|web)/,
    why: 'server and agent never import each other: what they share is the contract',
  },
  { from: /^packages\/server\/src\/storage\//, imports: /\/features\//, unless: /storage\/schema/, why: 'storage never imports a feature' },
  {
    from: /^packages\/server\/src\/features\//,
    imports: /\/platform\/http\//,
    why: 'operations take an actor and plain input, never an HTTP context',
  },
  { from: /^packages\/web\//, imports: /^@vigie\/(server|agent|cli)/, why: 'the page knows the server only through the contract' },
  { from: /^packages\/cli\//, imports: /^@vigie\/(server|agent|web)/, why: 'the command line speaks the API only' },
  { from: /^e2e\//, imports: /^@vigie\/(server|agent|cli|web)/, why: 'e2e starts the programs as processes' },
  {
    from: /^packages\/(?!testkit)[^/]+\/src\/(?!.*\.test\.tsx?$)(?!.*testing\/)/,
    imports: /^@vigie\/testkit/,
    why: 'only tests use testkit',
  },
];

/** What a program loads at its start must not lead there, by however many steps; what it imports later may. */
const heavy = [
  {
    start: 'packages/vigie/src/commands/agent.ts',
    never: /^(zod|hono|kysely)$|^@vigie\/(server|cli|web)$/,
    why: 'every host would pay for it',
  },
] as const;

const transpilers = { ts: new Bun.Transpiler({ loader: 'ts' }), tsx: new Bun.Transpiler({ loader: 'tsx' }) };

/** Imports that remain at run time; type imports cannot make a cycle that matters, and are checked by pattern only. */
function importsOf(file: string, source: string): { readonly runtime: string[]; readonly all: string[] } {
  const runtime = transpilers[file.endsWith('x') ? 'tsx' : 'ts']
    .scanImports(source)
    .filter((found) => found.kind !== 'dynamic-import')
    .map((found) => found.path);
  const all = [...source.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gms)].map((match) => match[1] ?? '');
  return { runtime, all: [...new Set([...runtime, ...all])] };
}

const files = await sourceFiles('{packages,scripts,bench,e2e,lab}/**/*.{ts,tsx}');
const known = new Set(files);
const graph = new Map<string, string[]>();
const complaints: string[] = [];

for (const file of files) {
  const { runtime, all } = importsOf(file, await readSource(file));
  const isTest = /\.test\.tsx?$|\/testing\/|\/fixtures/.test(file);
  for (const imported of all) {
    const rule = rules.find(({ from, imports, unless }) => from.test(file) && imports.test(imported) && !unless?.test(file));
    if (
      rule &&
      !(
        isTest &&
        (imported === 'bun:test' ||
          imported.startsWith('@vigie/testkit') ||
          imported === 'bun:ffi' ||
          imported.startsWith('node:') ||
          imported === 'bun')
      )
    ) {
      complaints.push(`${file} imports ${imported}: ${rule.why}`);
    }
    const feature = /^packages\/server\/src\/features\/([^/]+)\//.exec(file)?.[1];
    const other = imported.startsWith('.')
      ? /^packages\/server\/src\/features\/([^/]+)\/(.+)$/.exec(normalize(join(dirname(file), imported)))
      : null;
    if (feature && other && other[1] !== feature && other[2] !== 'index.ts') {
      complaints.push(`${file} imports ${imported}: another feature is used through its index.ts`);
    }
  }
  graph.set(
    file,
    runtime
      .filter((path) => path.startsWith('.'))
      .map((path) => normalize(join(dirname(file), path)))
      .filter((path) => known.has(path)),
  );
}

for (const { start, never, why } of heavy) {
  const path = await findImport(start, never);
  if (path) {
    complaints.push(`${path.join(' → ')}: ${why}`);
  }
}

finish([...complaints, ...findCycles(graph)]);

/** The shortest way by which a file comes to load what it never should, over the borders of packages. */
async function findImport(start: string, never: RegExp): Promise<readonly string[] | null> {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [file, way] of ways) {
    for (const imported of importsOf(file, await readSource(file)).runtime) {
      if (never.test(imported)) {
        return [...way, imported];
      }
      if (imported.startsWith('.') || imported.startsWith('@vigie/')) {
        const next = relative(root, Bun.resolveSync(imported, join(root, dirname(file))));
        if (!ways.has(next)) {
          ways.set(next, [...way, next]);
        }
      }
    }
  }
  return null;
}

/** Depth-first search; each cycle is told once, from its first file in order. */
function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (file: string): void => {
    state.set(file, 'open');
    path.push(file);
    for (const next of edges.get(file) ?? []) {
      if (state.get(next) === 'open') {
        found.add(`import cycle: ${[...path.slice(path.indexOf(next)), next].join(' → ')}`);
      } else if (!state.has(next)) {
        visit(next);
      }
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of edges.keys()) {
    if (!state.has(file)) {
      visit(file);
    }
  }
  return [...found];
}

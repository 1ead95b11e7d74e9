// npm start: installs, builds the page, starts the server and shows this machine.
import { join } from 'node:path';
import { bun, ensureInstalled, ensurePage, root, runUntilExit } from './lib.mjs';

ensureInstalled();
ensurePage();
const environment = { VIGIE_DATA_DIR: join(root, 'data'), ...process.env };
process.exit(await runUntilExit(bun, ['--smol', 'packages/vigie/src/main.ts', 'server', ...process.argv.slice(2)], { env: environment }));

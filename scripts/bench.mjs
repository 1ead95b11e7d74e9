// npm run bench: every budget with its value and its peer. `npm run bench -- page store --write` for some of them.
import { bun, ensureInstalled, ensurePage, runOrExit } from './lib.mjs';

ensureInstalled();
ensurePage();
runOrExit(bun, ['bench/run.ts', ...process.argv.slice(2)]);

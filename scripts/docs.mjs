// npm run docs: writes the reference pages and the routes of the page from the contract.
import { bun, ensureInstalled, runOrExit } from './lib.mjs';

ensureInstalled();
runOrExit(bun, ['scripts/generate/run.ts']);

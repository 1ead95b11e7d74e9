import { runRelauncher } from './relaunch.ts';

await runRelauncher();

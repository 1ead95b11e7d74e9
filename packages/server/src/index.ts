/*
 * The server: everything behind page, API and agent port. `packages/vigie` starts it; nothing else imports it.
 */
export { restoreBackup } from './features/backup/index.ts';
export { type RunningServer, type StartOptions, startServer } from './main.ts';
export {
  ConfigError,
  type ConfigSource,
  describeSettings,
  type EffectiveSetting,
  type LoadedConfig,
  loadConfig,
} from './platform/config/index.ts';
export { StartError } from './platform/start-error.ts';

/*
 * The settings of the server: flag, then environment, then file, then default. Read once at the start, checked as a
 * whole, passed down. Nothing else in the server reads the environment or the command line.
 */
export { ConfigError, type ConfigProblem } from './config-error.ts';
export { describeSettings, type EffectiveSetting } from './effective.ts';
export { type ConfigSource, loadConfig, type LoadedConfig } from './load.ts';
export { type SettingOrigin, settings } from './settings.ts';
export type { ListenAddress, ServerConfig } from './types.ts';

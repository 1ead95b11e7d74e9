/*
 * The settings of the server: flag, then environment, then file, then default. Read once at the start, checked as a
 * whole, passed down. Nothing else in the server reads the environment or the command line.
 */
export { ConfigError } from './config-error.ts';
export { describeSettings, type EffectiveSetting } from './effective.ts';
export { type ConfigSource, type LoadedConfig, loadConfig } from './load.ts';
export type { ListenAddress, ServerConfig } from './types.ts';

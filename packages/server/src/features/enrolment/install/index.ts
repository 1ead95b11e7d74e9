/*
 * What a host installs from: the script, the authority, the program for each platform, and their signed checksums.
 * Everything is a file as it stands; nothing of a request goes into an answer.
 */
export { createInstallSource, type Programs } from './source.ts';

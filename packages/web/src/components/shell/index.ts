/*
 * The frame of the page: rail, bar, host head, status line, palette, keys. Scenes stand inside it and give it
 * what belongs to them: keys, status, commands. It shows nothing of a host beyond its name and facts.
 */
export { HostFrame, type HostTab, hostMarks } from './HostFrame.tsx';
export { useCurrentHost, useHostRef, useHosts } from './hosts.ts';
export { PageError } from './PageError.tsx';
export { savePreferences } from './PersonMenu.tsx';
export { type PaletteCommand, usePaletteCommands } from './palette-store.ts';
export { Shell } from './Shell.tsx';
export { type StatusKey, type StatusPart, useStatus, useStatusKeys } from './status-store.ts';

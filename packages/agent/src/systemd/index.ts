/*
 * What systemd tells of its units, over D-Bus and without starting a program. Who wants to know is elsewhere: the inventory
 * lists them, a source tells what happens to them.
 */
export { type Unit, type UnitChange, UnitWatch } from './units.ts';

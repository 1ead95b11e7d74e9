/*
 * Every TCP, UDP and UNIX socket of the host as rows, with the process that holds it. It only reads.
 * Asked of netlink; where that is refused, of `/proc/net`.
 */
export { SocketTable, type SocketTableDeps } from './table.ts';

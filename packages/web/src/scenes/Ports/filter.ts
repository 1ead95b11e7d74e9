import type { Token } from '@vigie/contract/filter/tokens';
import { parseRowFilter, type RowFilter, type RowFilterResult, testText } from '../../lib/row-filter.ts';
import { endpoint, isOpenToAny, type PortRow } from './rows.ts';

type SocketFilter = RowFilter<PortRow>;

type Read = (row: PortRow) => readonly (string | number | null | undefined)[];

const texts: Readonly<Record<string, Read>> = {
  process: (row) => [row.processName],
  name: (row) => [row.processName],
  user: (row) => [row.username],
  unit: (row) => [row.unit],
  proto: (row) => [row.socket?.protocol],
  protocol: (row) => [row.socket?.protocol],
  state: (row) => [row.socket?.state],
  status: (row) => [row.socket?.state],
  local: (row) => [endpoint(row.socket?.localAddress ?? null, row.socket?.localPort ?? null)],
  remote: (row) => [endpoint(row.socket?.remoteAddress ?? null, row.socket?.remotePort ?? null)],
  path: (row) => [row.socket?.path],
};
const figures: Readonly<Record<string, Read>> = {
  port: (row) => [row.socket?.localPort, row.socket?.remotePort],
  pid: (row) => [row.pid],
  in: (row) => [row.socket?.receiveQueueBytes],
  out: (row) => [row.socket?.sendQueueBytes],
};

function freeText(row: PortRow): string {
  const { socket } = row;
  return [
    socket?.protocol,
    socket?.state,
    endpoint(socket?.localAddress ?? null, socket?.localPort ?? null),
    endpoint(socket?.remoteAddress ?? null, socket?.remotePort ?? null),
    socket?.path,
    row.pid,
    row.processName,
    row.username,
    row.unit,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase();
}

function testOf(token: Token): SocketFilter | 'number' {
  const { field, operator, value } = token;
  const wanted = value.toLowerCase();
  if (field === 'is' && wanted === 'open') {
    return (row) => row.socket !== null && isOpenToAny(row.socket);
  }
  const text = field === null ? undefined : texts[field];
  if (text && operator !== null) {
    return testText(text, operator, value);
  }
  const figure = field === null ? undefined : figures[field];
  if (figure && operator !== null) {
    const [from = '', to] = value.split('-');
    const low = Number(from);
    const high = to === undefined ? low : Number(to);
    if (value === '' || !Number.isFinite(low) || !Number.isFinite(high)) {
      return 'number';
    }
    const numbers = (row: PortRow) => figure(row).filter((item): item is number => typeof item === 'number');
    switch (operator) {
      case '>':
        return (row) => numbers(row).some((item) => item > low);
      case '>=':
        return (row) => numbers(row).some((item) => item >= low);
      case '<':
        return (row) => numbers(row).some((item) => item < low);
      case '<=':
        return (row) => numbers(row).some((item) => item <= low);
      case '!=':
        return (row) => !numbers(row).some((item) => item >= low && item <= high);
      default:
        return (row) => numbers(row).some((item) => item >= low && item <= high);
    }
  }
  const whole = field === null || operator === null ? wanted : `${field}${operator}${wanted}`;
  return (row) => freeText(row).includes(whole);
}

/** The filter of the processes where it has a meaning for sockets: words, `port:443`, `process:nginx`, `state:TIME_WAIT`, `is:open`, `not` before any. */
export function parseSocketFilter(input: string): RowFilterResult<PortRow> {
  return parseRowFilter(input, testOf);
}

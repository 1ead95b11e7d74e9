import { type Token, tokenize } from '@vigie/contract/filter/tokens';
import { endpoint, isOpenToAny, type PortRow } from './rows.ts';

type SocketFilter = (row: PortRow) => boolean;
export type SocketFilterResult =
  | { readonly ok: true; readonly matches: SocketFilter }
  | { readonly ok: false; readonly problem: 'quote' | 'number'; readonly field: string };

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
    const values = (row: PortRow) => text(row).map((item) => String(item ?? '').toLowerCase());
    switch (operator) {
      case '=':
        return (row) => values(row).includes(wanted);
      case '!=':
        return (row) => !values(row).includes(wanted);
      default:
        return (row) => values(row).some((item) => item.includes(wanted));
    }
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
export function parseSocketFilter(input: string): SocketFilterResult {
  const tokens = tokenize(input);
  if (!('length' in tokens)) {
    return { ok: false, problem: 'quote', field: '' };
  }
  const tests: SocketFilter[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    let token = tokens[index];
    const negated =
      token !== undefined && !token.quoted && token.field === null && token.value.toLowerCase() === 'not' && index + 1 < tokens.length;
    if (negated) {
      index += 1;
      token = tokens[index];
    }
    if (token === undefined) {
      continue;
    }
    const test = testOf(token);
    if (test === 'number') {
      return { ok: false, problem: 'number', field: token.field ?? '' };
    }
    tests.push(negated ? (row) => !test(row) : test);
  }
  return { ok: true, matches: (row) => tests.every((test) => test(row)) };
}

import { describe, expect, test } from 'bun:test';
import type { Process } from '@vigie/contract';
import { type ProcessFilter, parseProcessFilter } from '@vigie/contract/filter';
import { signalNames } from '@vigie/contract/signals';
import { matchKeys, nameOfKey } from '../../hooks/keys/registry.ts';
import { commandParts, listeningPorts } from './command.ts';
import { filterPieces, suggestFields, withField } from './filter-text.ts';
import { createPidSearch, processKeys } from './keys.ts';
import { processMessages } from './messages.ts';
import { signalChoices } from './signals.ts';
import { commonNice, targeting, withDescendants } from './targets.ts';
import { buildProcess } from './testing/build-process.ts';
import { createProcessView, type ViewInput } from './view/index.ts';

function filterOf(text: string): ProcessFilter {
  const result = parseProcessFilter(text);
  if (!result.ok) {
    throw new Error(result.error.message.en);
  }
  return result.filter;
}

const columns = [
  {
    id: 'cpu',
    head: '',
    title: '',
    align: 'end' as const,
    width: 1,
    minWidth: 1,
    priority: 0,
    value: (row: Process) => row.cpu_percent,
    cell: () => null,
  },
];

function buildInput(rows: readonly Process[], overrides: Partial<ViewInput<null>> = {}): ViewInput<null> {
  const filterText = overrides.filterText ?? '';
  return {
    rows,
    filterText,
    filter: filterOf(filterText),
    nowMs: 0,
    kernel: true,
    tree: false,
    collapsed: new Set(),
    sort: { column: 'cpu', order: 'desc' },
    columns,
    context: null,
    held: false,
    ...overrides,
  };
}

const pids = (view: ReturnType<ReturnType<typeof createProcessView>>) => view.lines.map((line) => line.row.pid);

describe('the view of the processes', () => {
  test('busiest first; the same CPU stands by PID', () => {
    const view = createProcessView<null>();
    const rows = [buildProcess(5), buildProcess(3, { cpu_percent: 9 }), buildProcess(2)];
    expect(pids(view(buildInput(rows)))).toEqual([3, 2, 5]);
  });

  test('under a hand rows stay, ended ones are marked, and the order comes back when it leaves', () => {
    const view = createProcessView<null>();
    const input = buildInput([
      buildProcess(2, { cpu_percent: 5 }),
      buildProcess(3, { cpu_percent: 4 }),
      buildProcess(4, { cpu_percent: 3 }),
    ]);
    view(input);
    const later = [buildProcess(2, { cpu_percent: 0 }), buildProcess(4, { cpu_percent: 80 }), buildProcess(9, { cpu_percent: 99 })];
    const filter = input.filter;
    const held = view({ ...input, filter, rows: later, held: true });
    expect(pids(held)).toEqual([2, 3, 4, 9]);
    expect(held.held).toBe(true);
    expect(held.lines[1]?.ended).toBe(true);
    expect(pids(view({ ...input, filter, rows: later, held: false }))).toEqual([9, 4, 2]);
  });

  test('another filter or sort is obeyed at once, also under a hand', () => {
    const view = createProcessView<null>();
    const rows = [buildProcess(2, { cpu_percent: 5 }), buildProcess(3, { cpu_percent: 9 })];
    view(buildInput(rows));
    expect(pids(view(buildInput(rows, { held: true, sort: { column: 'cpu', order: 'asc' } })))).toEqual([2, 3]);
    expect(pids(view(buildInput(rows, { held: true, filterText: 'p3' })))).toEqual([3]);
  });

  test('a reused PID is another row', () => {
    const view = createProcessView<null>();
    const before = view(buildInput([buildProcess(7)]));
    const after = view(buildInput([buildProcess(7, { start_ticks: 9999 })]));
    expect(after.lines[0]?.id).not.toBe(before.lines[0]?.id ?? '');
  });

  test('a tree puts the busiest branch first and counts only what matches', () => {
    const view = createProcessView<null>();
    const rows = [
      buildProcess(1, { ppid: 0 }),
      buildProcess(10, { cpu_percent: 20 }),
      buildProcess(20, { cpu_percent: 1 }),
      buildProcess(21, { ppid: 20, cpu_percent: 50 }),
    ];
    expect(pids(view(buildInput(rows, { tree: true })))).toEqual([1, 20, 21, 10]);
    const filtered = view(buildInput(rows, { tree: true, filterText: 'p21' }));
    expect(pids(filtered)).toEqual([1, 20, 21]);
    expect(filtered.matched).toBe(1);
  });

  test('kernel threads leave when they are not wanted', () => {
    const rows = [buildProcess(2, { kernel: true }), buildProcess(3)];
    expect(pids(createProcessView<null>()(buildInput(rows, { kernel: false })))).toEqual([3]);
  });

  test('a line is the same object while its row is, so that it is not drawn again', () => {
    const view = createProcessView<null>();
    const input = buildInput([buildProcess(2)]);
    expect(view(input).lines[0]).toBe(view(input).lines[0] as never);
  });
});

describe('the keys of htop', () => {
  const press = (key: string, more: object = {}) => {
    const name = nameOfKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
    return processKeys.find((item) => matchKeys([name], item.key) === 'whole')?.command ?? null;
  };

  test('do what htop does', () => {
    expect(press('F5')).toBe('tree');
    expect(press('t')).toBe('tree');
    expect(press(' ')).toBe('tag');
    expect(press('F9')).toBe('terminate');
    expect(press('\\')).toBe('filter');
    expect(press('U', { shiftKey: true })).toBe('untag');
  });

  test('leave the keys of the browser alone', () => {
    expect(press('F5', { ctrlKey: true })).toBeNull();
    expect(press('F', { ctrlKey: true, shiftKey: true })).toBeNull();
    expect(press('F5', { shiftKey: true })).toBeNull();
    expect(press('Tab')).toBeNull();
  });

  test('no way stands for two things, and each has a word in both languages', () => {
    const ways = processKeys.flatMap(({ key }) => key.split('|'));
    expect(new Set(ways).size).toBe(ways.length);
    for (const { label } of processKeys) {
      expect(label in processMessages.en && label in processMessages.fr).toBe(true);
    }
  });

  test('digits make one PID until a pause or another key', () => {
    let now = 0;
    const search = createPidSearch(() => now);
    expect([search('1'), search('2'), search('3')]).toEqual(['1', '12', '123']);
    now = 5000;
    expect(search('4')).toBe('4');
    expect(search('x')).toBeNull();
    expect(search('5')).toBe('5');
  });
});

describe('the filter while it is typed', () => {
  test('no letter is lost, and known fields are tokens', () => {
    const text = '  user:postgres cpu>5 not kernel nginx: OR ';
    const pieces = filterPieces(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.kind === 'field').map((piece) => piece.text)).toEqual(['user', 'cpu']);
    expect(pieces.filter((piece) => piece.kind === 'keyword').map((piece) => piece.text)).toEqual(['not', 'OR']);
  });

  test('an open quote is shown where it opens', () => {
    expect(filterPieces('a "b c').at(-1)).toEqual({ text: '"b c', kind: 'wrong', token: 0 });
  });

  test('fields are offered by their first letters only', () => {
    expect(suggestFields('cpu>5 us', 8).fields.map((field) => field.name)).toEqual(['user']);
    expect(suggestFields('user:ro', 7).fields).toEqual([]);
  });

  test('choosing a user replaces the one chosen before', () => {
    expect(withField('user:root cpu>5', 'user', 'www data')).toBe('user="www data" cpu>5');
    expect(withField('user=root cpu>5', 'user', null)).toBe('cpu>5');
  });
});

describe('what an action is sent', () => {
  test('a target is a PID and its start; one goes by its path, several in a list', () => {
    expect(targeting('local', [buildProcess(4)])).toEqual({ host: 'local', pid: 4, start_ticks: 40 });
    expect(targeting('local', [buildProcess(4), buildProcess(5)])).toEqual({
      host: 'local',
      targets: [
        { pid: 4, start_ticks: 40 },
        { pid: 5, start_ticks: 50 },
      ],
    });
  });

  test('nice is common only when all have it', () => {
    expect(commonNice([{ nice: 3 }, { nice: 3 }])).toBe(3);
    expect(commonNice([{ nice: 3 }, { nice: 4 }])).toBeNull();
  });

  test('a tree holds its descendants, each once', () => {
    const rows = [buildProcess(2), buildProcess(3, { ppid: 2 }), buildProcess(4, { ppid: 3 }), buildProcess(5)];
    expect(
      withDescendants(rows, 2)
        .map((row) => row.pid)
        .sort(),
    ).toEqual([2, 3, 4]);
  });

  test('every signal has its number and its meaning; ending comes first', () => {
    const choices = signalChoices(signalNames);
    expect(choices).toHaveLength(signalNames.length);
    expect(choices[0]).toMatchObject({ name: 'TERM', number: 15 });
    expect(choices.find((choice) => choice.name === 'KILL')?.number).toBe(9);
  });
});

describe('the command', () => {
  test('the program is strong, the arguments come after', () => {
    expect(commandParts({ name: 'python3', exe: null, cmdline: ['/usr/bin/python3', '-m', 'http.server'] }, false)).toEqual({
      program: 'python3',
      rest: '-m http.server',
    });
    expect(commandParts({ name: 'postgres', exe: null, cmdline: ['postgres: shop idle'] }, false)).toEqual({
      program: 'postgres:',
      rest: 'shop idle',
    });
    expect(commandParts({ name: 'kswapd0', exe: null, cmdline: [] }, false)).toEqual({ program: 'kswapd0', rest: '' });
  });

  test('ports it waits on, once each, also of IPv6 and UDP', () => {
    const port = (local: string, status: string, protocol: 'tcp' | 'udp', remote: string | null = null) => ({
      local,
      remote,
      status,
      family: '',
      protocol,
    });
    const ports = [
      port('0.0.0.0:443', 'LISTEN', 'tcp'),
      port('[::]:443', 'LISTEN', 'tcp'),
      port('127.0.0.1:53', 'NONE', 'udp'),
      port('1.2.3.4:9999', 'ESTABLISHED', 'tcp', '5.6.7.8:1'),
    ];
    expect(listeningPorts({ ports })).toEqual([53, 443]);
  });
});

import { describe, expect, it } from 'bun:test';
import type { EventGap, HostEvent } from '@vigie/contract';
import { addEvents, mergeRows } from './rows.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, seconds)).toISOString();
function buildEvent(id: number, seconds: number): HostEvent {
  return {
    id: String(id),
    time: at(seconds),
    host: 'h',
    hostName: 'web-01',
    kind: 'process.started',
    severity: 'info',
    text: 'sleep started',
    fields: { pid: id },
    hostTime: at(seconds),
    receivedAt: at(seconds),
    stream: 's',
    sequence: id,
  };
}
function buildGap(id: number, seconds: number): EventGap {
  return {
    id: String(id),
    host: 'h',
    hostName: 'web-01',
    class: 'process',
    from: at(seconds - 1),
    to: at(seconds),
    count: 3,
    reason: 'queue_full',
    text: '3 events are missing',
  };
}

describe('the rows of the journal', () => {
  it('are events and gaps in one order, newest first', () => {
    const rows = mergeRows([buildEvent(30, 30), buildEvent(10, 10)], [buildGap(1, 20)], true);
    expect(rows.map((row) => row.key)).toEqual(['30', 'gap 1', '10']);
  });

  it('keep the order of the host within one moment', () => {
    expect(mergeRows([buildEvent(2, 5), buildEvent(1, 5)], [], true).map((row) => row.key)).toEqual(['2', '1']);
  });

  it('leave gaps out that are older than the events loaded so far, until there are no more', () => {
    const [events, gaps] = [[buildEvent(30, 30)], [buildGap(1, 20)]];
    expect(mergeRows(events, gaps, false).map((row) => row.key)).toEqual(['30']);
    expect(mergeRows(events, gaps, true).map((row) => row.key)).toEqual(['30', 'gap 1']);
  });

  it('take in what comes live once, and where it belongs', () => {
    const known = [buildEvent(30, 30), buildEvent(10, 10)];
    expect(addEvents(known, [buildEvent(20, 20), buildEvent(40, 40), buildEvent(30, 30)]).map((event) => event.id)).toEqual([
      '40',
      '30',
      '20',
      '10',
    ]);
    expect(addEvents(known, [buildEvent(30, 30)])).toBe(known);
  });
});

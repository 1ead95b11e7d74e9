import { describe, expect, it } from 'bun:test';
import type { Series } from '@vigie/contract';
import { formatExposition } from './exposition.ts';

describe('the exposition', () => {
  it('groups a name once, escapes labels, and shows nothing old of a host that is not up', () => {
    const series: Series[] = [
      { name: 'node_load1', labels: {}, kind: 'gauge' },
      { name: 'node_filesystem_size_bytes', labels: { mountpoint: '/a"b\\c\nd' }, kind: 'gauge' },
      { name: 'bad name', labels: {}, kind: 'gauge' },
      { name: 'node_forks_total', labels: {}, kind: 'counter' },
    ];
    const newest = { timeMs: 1, series, values: [0.5, 7, 1, null] };
    const up = { host: { id: 'a', name: 'web-01', state: 'up' as const }, newest };
    const down = { host: { id: 'b', name: 'web-02', state: 'down' as const }, newest };
    expect(formatExposition([up, down])).toBe(
      [
        '# TYPE vigie_host_up gauge',
        'vigie_host_up{instance="web-01",host_id="a"} 1',
        'vigie_host_up{instance="web-02",host_id="b"} 0',
        '# TYPE node_load1 gauge',
        'node_load1{instance="web-01",host_id="a"} 0.5',
        '# TYPE node_filesystem_size_bytes gauge',
        'node_filesystem_size_bytes{instance="web-01",host_id="a",mountpoint="/a\\"b\\\\c\\nd"} 7',
        '',
      ].join('\n'),
    );
  });
});

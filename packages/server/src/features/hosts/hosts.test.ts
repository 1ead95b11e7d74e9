import { describe, expect, it } from 'bun:test';
import { catalogue, type OperationId } from '@vigie/contract';
import { refusalOf } from '../../testing/refusal.ts';
import { anonymous, buildActor, createTestRunner } from '../../testing/test-runner.ts';

const viewer = buildActor({ role: 'viewer' });

describe('hosts', () => {
  const cases: [operation: OperationId, input: object][] = [
    ['host.list', {}],
    ['host.get', {}],
    ['host.get', { host: 'host-1' }],
    ['metric.recent', { host: 'local', name: 'node_cpu_', since_ms: '1795161599000' }],
  ];
  for (const [operation, input] of cases) {
    it(`${operation} ${JSON.stringify(input)} answers with the shape of its contract`, async () => {
      const { runner } = await createTestRunner();
      const outcome = await runner.call(viewer, operation, input);
      expect(outcome.kind === 'result' && catalogue[operation].output.safeParse(outcome.output).error).toBeUndefined();
      expect((await refusalOf(runner.call(anonymous, operation, input))).code).toBe('unauthenticated');
    });
  }

  it('that are not known are said to be so', async () => {
    const { runner } = await createTestRunner();
    expect((await refusalOf(runner.call(viewer, 'host.get', { host: 'host-2' }))).code).toBe('host_not_found');
    for (const host of ['', '..', 'a/b', 'a b', '-x', 'x'.repeat(65), 5, null, 'local\n', ['local']]) {
      expect((await refusalOf(runner.call(viewer, 'host.get', { host }))).code).toBe('invalid_input');
    }
  });
});

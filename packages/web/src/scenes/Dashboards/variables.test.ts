import { describe, expect, it } from 'bun:test';
import { type DashboardVariable, DashboardVariableSchema } from '@vigie/contract';
import { asKind, freshName, movedBy, problemOf, variableKinds } from './variables.ts';

const host: DashboardVariable = { kind: 'host', name: 'host', label: 'Host', multiple: true, value: '*' };

describe('a variable of a dashboard', () => {
  it('becomes another kind and keeps its name and label; the kinds are those of the contract', () => {
    expect(variableKinds.toSorted() as string[]).toEqual(DashboardVariableSchema.options.map(({ shape }) => shape.kind.value).toSorted());
    for (const kind of variableKinds) {
      expect(asKind(host, kind)).toMatchObject({ kind, name: 'host', label: 'Host' });
    }
    expect(asKind(host, 'list')).toMatchObject({ multiple: true });
  });

  it('says what keeps it from being saved, and what the server takes has no problem', () => {
    const cases: readonly (readonly [DashboardVariable, ReturnType<typeof problemOf>])[] = [
      [host, null],
      [{ ...host, name: '9' }, 'name'],
      [{ ...host, name: 'a b' }, 'name'],
      [{ kind: 'list', name: 'l', label: '', multiple: false, values: [], value: '' }, 'values'],
      [{ kind: 'list', name: 'l', label: '', multiple: false, values: ['a'], value: 'a' }, null],
      [{ kind: 'label', name: 'd', label: '', multiple: false, metric: '', of: 'device', hosts: '$host', value: '' }, 'metric'],
      [{ kind: 'label', name: 'd', label: '', multiple: false, metric: 'node_load1', of: '', hosts: '$host', value: '' }, 'of'],
    ];
    for (const [variable, problem] of cases) {
      expect(problemOf(variable, [variable])).toBe(problem);
      expect(DashboardVariableSchema.safeParse(variable).success).toBe(problem === null);
    }
    expect(problemOf(host, [host, { ...host }])).toBe('taken');
  });

  it('gets a name that is free, and moves by a place', () => {
    expect(freshName([{ ...host, name: 'variable' }])).toBe('variable2');
    expect([movedBy([1, 2, 3], 2, -1), movedBy([1, 2, 3], 0, -1), movedBy([1, 2, 3], 0, 1)]).toEqual([
      [1, 3, 2],
      [1, 2, 3],
      [2, 1, 3],
    ]);
  });
});

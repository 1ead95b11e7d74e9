import type { DashboardVariable } from '@vigie/contract';

export const variableKinds = ['host', 'list', 'label', 'text'] as const;
type Kind = DashboardVariable['kind'];

/** The same variable as another kind; what both have stays. */
export function asKind(variable: DashboardVariable, kind: Kind): DashboardVariable {
  const { name, label } = variable;
  const multiple = variable.kind === 'text' ? false : variable.multiple;
  switch (kind) {
    case 'host':
      return { kind, name, label, multiple, value: 'local' };
    case 'list':
      return { kind, name, label, multiple, values: [], value: '' };
    case 'label':
      return { kind, name, label, multiple, metric: '', of: '', hosts: '$host', value: '' };
    case 'text':
      return { kind, name, label, value: variable.value.slice(0, 200) };
    default:
      return kind satisfies never;
  }
}

/** A name no other variable has. */
export function freshName(variables: readonly DashboardVariable[]): string {
  const names = new Set(variables.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'variable' : `variable${number}`;
    if (!names.has(name)) {
      return name;
    }
  }
}

export type VariableProblem = 'name' | 'taken' | 'values' | 'metric' | 'of';

/** What keeps a variable from being saved; null when nothing does. */
export function problemOf(variable: DashboardVariable, all: readonly DashboardVariable[]): VariableProblem | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(variable.name)) {
    return 'name';
  }
  if (all.filter(({ name }) => name === variable.name).length > 1) {
    return 'taken';
  }
  if (variable.kind === 'list' && variable.values.length === 0) {
    return 'values';
  }
  if (variable.kind === 'label') {
    return variable.metric.trim() === '' ? 'metric' : /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(variable.of) ? null : 'of';
  }
  return null;
}

/** The list with one moved up or down by a place. */
export function movedBy<T>(items: readonly T[], index: number, by: 1 | -1): T[] {
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item !== undefined) {
    next.splice(Math.max(0, index + by), 0, item);
  }
  return next;
}

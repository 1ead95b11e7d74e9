import { type Text, text } from '@vigie/contract';
import type { PlanDraft } from '../../operations/types.ts';
import { commandTargets, type ProcessPlanFacts, planTargets, type TargetFacts } from './facts.ts';
import { tuneImpact } from './impact.ts';
import { countOf, onHost, whoOf } from './words.ts';

/** What renice, affinity and I/O priority have in common: a value per process, with the old one to go back to. */
export interface Tuning {
  readonly operation: string;
  /** "Set the priority of", « Régler la priorité de ». */
  readonly verb: Text;
  /** The common new value in words; null when each target has its own. */
  readonly value: string | null;
  readonly now: (target: TargetFacts) => string;
  readonly next: (target: TargetFacts) => string;
  readonly runs: (target: TargetFacts) => string;
  /** Null when an old value is not known. */
  readonly undo: NonNullable<PlanDraft['undo']['operation']> | null;
}

export function tuneDraft(facts: ProcessPlanFacts, tuning: Tuning): PlanDraft {
  const { verb, value } = tuning;
  const [who, count, where] = [whoOf(facts), countOf(facts.targets.length), onHost(facts)];
  const to = value === null ? text('', '') : text(` to ${value}`, ` à ${value}`);
  const before = [...new Set(facts.targets.map(tuning.now))].slice(0, 3).join(', ');
  return {
    title: text(`${verb.en} ${who.en}${to.en} ${where.en}`, `${verb.fr} ${who.fr}${to.fr} ${where.fr}`),
    button: text(`${verb.en} ${count.en}`, `${verb.fr} ${count.fr}`),
    destructive: false,
    host: { id: facts.host.id, name: facts.host.name },
    targets: planTargets(facts),
    facts,
    impact: tuneImpact(facts, (target) => ({ from: tuning.now(target), to: tuning.next(target) })),
    undo: undoOf(tuning.undo, before),
    runs: facts.targets.map(tuning.runs),
    verifies: [text('the host reports the new value', 'l’hôte rapporte la nouvelle valeur')],
    command: `${tuning.operation} ${value === null ? '' : `${value} `}${commandTargets(facts)}`,
  };
}

function undoOf(operation: Tuning['undo'], before: string): PlanDraft['undo'] {
  if (operation === null) {
    return {
      possible: false,
      text: text('Cannot be undone: not every old value is known', 'Ne s’annule pas : toutes les anciennes valeurs ne sont pas connues'),
    };
  }
  return { possible: true, text: text(`Can be undone: back to ${before}`, `S’annule : retour à ${before}`), operation };
}

/** The own value of each target where the caller gave one, else the common one; in the order of the facts. */
export function valuePerTarget<T>(
  facts: ProcessPlanFacts,
  named: readonly { readonly pid: number }[] | undefined,
  common: T,
  own: (index: number) => T,
): readonly T[] {
  return facts.targets.map((target) => {
    const index = named?.findIndex((item) => item.pid === target.pid) ?? -1;
    return index < 0 ? common : own(index);
  });
}

/** The one value that all have, or null when they differ. */
export function commonText(values: readonly string[]): string | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

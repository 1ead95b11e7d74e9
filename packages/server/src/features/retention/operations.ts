import { AppError, type Retention, type Text, text } from '@vigie/contract';
import type { ActionHandler, QueryHandler } from '../../operations/types.ts';
import { defaultRetention, type RetentionStore } from './store.ts';

export interface RetentionHandlers {
  readonly 'retention.get': QueryHandler<'retention.get'>;
  readonly 'retention.set': ActionHandler<'retention.set'>;
}

export interface RetentionDeps {
  readonly retention: RetentionStore;
  /** Tells the stores. */
  readonly apply: (retention: Retention) => void;
  readonly bytes: () => { readonly figures: number; readonly events: number; readonly states: number };
}

const names = Object.keys(defaultRetention) as (keyof Retention)[];
const words: Readonly<Record<keyof Retention, Text>> = {
  rawDays: text('samples as measured', 'échantillons tels que mesurés'),
  minuteDays: text('figures by the minute', 'mesures à la minute'),
  fiveMinutesDays: text('figures by five minutes', 'mesures aux cinq minutes'),
  hourDays: text('figures by the hour', 'mesures à l’heure'),
  processEventDays: text('starts and ends of processes', 'débuts et fins de processus'),
  unitEventDays: text('events of units', 'événements des unités'),
  loginEventDays: text('logins', 'connexions'),
  eventDays: text('other events', 'autres événements'),
  stateDays: text('states of hosts', 'états des hôtes'),
};

export function createRetentionHandlers({ retention, apply, bytes }: RetentionDeps): RetentionHandlers {
  return {
    'retention.get': {
      run: async (_input, { actor }) => ({
        retention: await retention.get(actor.organizationId),
        defaults: defaultRetention,
        bytes: { ...bytes() },
      }),
    },
    'retention.set': {
      async plan(change, { actor }) {
        const before = await retention.get(actor.organizationId);
        const after = { ...before, ...change };
        requireOrder(after);
        const changed = names.filter((name) => before[name] !== after[name]);
        const shortened = changed.filter((name) => after[name] < before[name]);
        const list = changed.map((name) => `${name}: ${before[name]} → ${after[name]}`);
        return {
          title: text('Change how long data is kept', 'Changer la durée de conservation'),
          button: shortened.length > 0 ? text('Delete older history', 'Supprimer l’historique plus ancien') : text('Change', 'Changer'),
          destructive: shortened.length > 0,
          host: null,
          targets: changed.map((name) => ({ kind: 'retention', id: name, label: words[name].en })),
          facts: { shortened },
          impact: shortened.map((name) => ({
            code: 'deletes',
            text: text(
              `${words[name].en}: everything older than ${after[name]} days is deleted (${before[name]} days are kept now)`,
              `${words[name].fr} : tout ce qui a plus de ${after[name]} jours est supprimé (${before[name]} jours sont gardés à présent)`,
            ),
          })),
          undo: {
            possible: true,
            text:
              shortened.length > 0
                ? text(
                    'The durations can be set back; what was deleted stays deleted',
                    'Les durées peuvent être remises ; ce qui a été supprimé le reste',
                  )
                : text('The durations can be set back', 'Les durées peuvent être remises'),
            operation: { id: 'retention.set', input: Object.fromEntries(changed.map((name) => [name, before[name]])) },
          },
          runs: list.map((line) => `retention.${line}`),
          verifies: [text('the durations are the new ones', 'les durées sont les nouvelles')],
          command: `retention.set ${list.join(', ')}`,
        };
      },
      async run(change, _draft, { actor }) {
        const output = await retention.set(actor.organizationId, change);
        apply(output);
        return { output, success: true, result: text('Durations changed', 'Durées changées') };
      },
      async verify(change, _draft, _output, { actor }) {
        const now = await retention.get(actor.organizationId);
        const verified = Object.entries(change).every(([name, value]) => Reflect.get(now, name) === value);
        return {
          verified,
          detail: verified
            ? text('the durations are the new ones', 'les durées sont les nouvelles')
            : text('the durations differ', 'les durées diffèrent'),
        };
      },
    },
  };
}

/** A coarser tier is made of the finer one and must live at least as long. */
function requireOrder({ rawDays, minuteDays, fiveMinutesDays, hourDays }: Retention): void {
  const tiers = [
    ['rawDays', rawDays],
    ['minuteDays', minuteDays],
    ['fiveMinutesDays', fiveMinutesDays],
    ['hourDays', hourDays],
  ] as const;
  for (const [index, [name, days]] of tiers.entries()) {
    const [finer, finerDays] = tiers[index - 1] ?? [name, 0];
    if (days < finerDays) {
      throw new AppError('invalid_input', {
        details: [
          {
            path: name,
            message: text(`must be at least ${finer} (${finerDays} days)`, `doit valoir au moins ${finer} (${finerDays} jours)`),
          },
        ],
      });
    }
  }
}

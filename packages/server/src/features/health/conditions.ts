import { type HealthCondition, type Text, text } from '@vigie/contract';
import type { WriteTrouble } from './writes.ts';

/** What is known of Vigie itself at one moment. */
export interface HealthFacts {
  readonly troubles: readonly WriteTrouble[];
  /** Blocks of figures that were set aside lately, by when they were found. */
  readonly damagedFoundMs: readonly number[];
  readonly loop: { readonly worstMs: number; readonly sinceStallMs: number };
  readonly skewed: readonly { readonly name: string; readonly skewMs: number }[];
  /** Things that agents say they lost in the last ten minutes; null is a number nobody knows. */
  readonly lost: readonly (number | null)[];
}

export interface Condition extends Pick<HealthCondition, 'id' | 'severity'> {
  readonly text: Text;
  /** Null: since it was first seen. */
  readonly sinceMs: number | null;
}

const stalledWithinMs = 60_000;
const stores = { figures: text('figures', 'mesures'), events: text('events', 'événements') };

/** What the operator should know, worst first. */
export function judgeHealth(facts: HealthFacts): readonly Condition[] {
  return [
    ...facts.troubles.map(cannotWrite),
    ...(facts.damagedFoundMs.length > 0 ? [damaged(facts.damagedFoundMs)] : []),
    ...(facts.lost.length > 0 ? [gaps(facts.lost)] : []),
    ...(facts.loop.sinceStallMs < stalledWithinMs ? [late(facts.loop.worstMs)] : []),
    ...(facts.skewed.length > 0 ? [skewed(facts.skewed)] : []),
  ];
}

function cannotWrite({ store, full, sinceMs }: WriteTrouble): Condition {
  const what = stores[store];
  return {
    id: 'store_cannot_write',
    severity: 'critical',
    sinceMs,
    text: full
      ? text(
          `The disk is full: ${what.en} are not kept. Agents keep theirs and send them again once there is space.`,
          `Le disque est plein : Vigie ne garde plus les ${what.fr}. Les agents conservent les leurs et les renvoient dès qu’il y a de la place.`,
        )
      : text(
          `The store of ${what.en} cannot write; its reason is in the log of the server. Agents keep theirs and send them again.`,
          `La base des ${what.fr} ne peut pas écrire ; le journal du serveur dit pourquoi. Les agents conservent les leurs et les renvoient.`,
        ),
  };
}

function damaged(foundMs: readonly number[]): Condition {
  const { length } = foundMs;
  return {
    id: 'store_damaged',
    severity: 'critical',
    sinceMs: Math.min(...foundMs),
    text:
      length === 1
        ? text(
            'A block of figures was damaged and set aside: its span is shown as a gap. Check the disk of the server, and run “vigie store check”.',
            'Un bloc de mesures était abîmé et a été mis de côté : sa durée apparaît comme une lacune. Vérifiez le disque du serveur, et lancez « vigie store check ».',
          )
        : text(
            `${length} blocks of figures were damaged and set aside: their spans are shown as gaps. Check the disk of the server, and run “vigie store check”.`,
            `${length} blocs de mesures étaient abîmés et ont été mis de côté : leurs durées apparaissent comme des lacunes. Vérifiez le disque du serveur, et lancez « vigie store check ».`,
          ),
  };
}

function gaps(lost: readonly (number | null)[]): Condition {
  const known = lost.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const exact = lost.every((count) => count !== null);
  return {
    id: 'gaps_growing',
    severity: 'warning',
    sinceMs: null,
    text: exact
      ? text(
          `In the last ten minutes hosts could not keep ${known} events. They are shown as gaps.`,
          `Ces dix dernières minutes, des hôtes n’ont pas pu garder ${known} événements. Ils apparaissent comme des lacunes.`,
        )
      : text(
          `In the last ten minutes hosts lost events, at least ${known}. They are shown as gaps.`,
          `Ces dix dernières minutes, des hôtes ont perdu des événements, au moins ${known}. Ils apparaissent comme des lacunes.`,
        ),
  };
}

function late(worstMs: number): Condition {
  const ms = Math.round(worstMs);
  return {
    id: 'event_loop_late',
    severity: 'warning',
    sinceMs: null,
    text: text(
      `The server is late: it stood still for up to ${ms} ms in the last minute. It has too much to do, or its machine has.`,
      `Le serveur est en retard : il s’est figé jusqu’à ${ms} ms dans la dernière minute. Il a trop à faire, ou sa machine.`,
    ),
  };
}

function skewed(hosts: HealthFacts['skewed']): Condition {
  const [worst] = hosts.toSorted((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs));
  const seconds = Math.round(Math.abs(worst?.skewMs ?? 0) / 1000);
  const name = worst?.name ?? '';
  return {
    id: 'clock_skewed',
    severity: 'warning',
    sinceMs: null,
    text:
      hosts.length === 1
        ? text(`The clock of ${name} is wrong by ${seconds} s.`, `L’horloge de ${name} est fausse de ${seconds} s.`)
        : text(
            `The clocks of ${hosts.length} hosts are wrong by more than a minute; that of ${name} by ${seconds} s.`,
            `Les horloges de ${hosts.length} hôtes sont fausses de plus d’une minute ; celle de ${name} de ${seconds} s.`,
          ),
  };
}

import { type Text, text } from '@vigie/contract';
import { printable } from '../../operations/printable.ts';
import type { PlanDraft } from '../../operations/types.ts';
import { nameOf, type ProcessPlanFacts, type TargetFacts } from './facts.ts';

type Impact = PlanDraft['impact'];

const linesPerKind = 8;

/** What ending or freezing the targets touches beside them: who is connected, children, ports, units, containers. */
export function stopImpact(facts: ProcessPlanFacts): Impact {
  return [
    ...perTarget(facts, 'clients', (target) => (target.clients.length > 0 ? clientsText(target) : null)),
    ...perTarget(facts, 'listening', (target) => (target.listening.length > 0 ? listeningText(target) : null)),
    ...perTarget(facts, 'children', (target) => (target.children > 0 ? childrenText(target) : null)),
    ...belongings(facts),
    ...goneImpact(facts),
  ];
}

/** What changing the share of the targets touches: each old value and the new one. */
export function tuneImpact(
  facts: ProcessPlanFacts,
  change: (target: TargetFacts, index: number) => { readonly from: string; readonly to: string },
): Impact {
  const changes = facts.targets.map((target, index) => ({ target, ...change(target, index) }));
  return [
    ...cut(
      'changes',
      changes.map(({ target, from, to }) => text(`${nameOf(target)}: ${from} → ${to}`, `${nameOf(target)} : ${from} → ${to}`)),
    ),
    ...belongings(facts),
    ...goneImpact(facts),
  ];
}

function belongings(facts: ProcessPlanFacts): Impact {
  return [
    ...perTarget(facts, 'unit', ({ unit, ...target }) =>
      unit === null
        ? null
        : text(`${nameOf(target)} belongs to the unit ${printable(unit)}`, `${nameOf(target)} appartient à l’unité ${printable(unit)}`),
    ),
    ...perTarget(facts, 'container', ({ container, ...target }) =>
      container === null
        ? null
        : text(
            `${nameOf(target)} runs in the container ${printable(container)}`,
            `${nameOf(target)} tourne dans le conteneur ${printable(container)}`,
          ),
    ),
  ];
}

function goneImpact(facts: ProcessPlanFacts): Impact {
  const { missing } = facts;
  if (missing.length === 0) {
    return [];
  }
  const pids = shortList(missing.map(String));
  return [
    {
      code: 'already_gone',
      text:
        missing.length === 1
          ? text(`PID ${pids} has already ended`, `le PID ${pids} est déjà terminé`)
          : text(`${missing.length} have already ended (${pids})`, `${missing.length} sont déjà terminés (${pids})`),
    },
  ];
}

function clientsText(target: TargetFacts): Text {
  const count = target.clients.length;
  const who = shortList(target.clients);
  return count === 1
    ? text(`1 client is connected to ${nameOf(target)}: ${who}`, `1 client est connecté à ${nameOf(target)} : ${who}`)
    : text(`${count} clients are connected to ${nameOf(target)}: ${who}`, `${count} clients sont connectés à ${nameOf(target)} : ${who}`);
}

function listeningText(target: TargetFacts): Text {
  const where = shortList(target.listening);
  return text(`${nameOf(target)} listens on ${where}`, `${nameOf(target)} écoute sur ${where}`);
}

function childrenText(target: TargetFacts): Text {
  return target.children === 1
    ? text(`${nameOf(target)} has 1 child process`, `${nameOf(target)} a 1 processus fils`)
    : text(`${nameOf(target)} has ${target.children} child processes`, `${nameOf(target)} a ${target.children} processus fils`);
}

function perTarget(facts: ProcessPlanFacts, code: string, describe: (target: TargetFacts) => Text | null): Impact {
  return cut(
    code,
    facts.targets.map(describe).filter((item) => item !== null),
  );
}

function cut(code: string, texts: readonly Text[]): Impact {
  const shown = texts.slice(0, linesPerKind);
  const others = texts.length - shown.length;
  const rest = others > 0 ? [text(`and ${others} more`, `et ${others} de plus`)] : [];
  return [...shown, ...rest].map((item) => ({ code, text: item }));
}

function shortList(values: readonly string[]): string {
  const unique = [...new Set(values)].map(printable);
  return unique.length <= 6 ? unique.join(', ') : `${unique.slice(0, 6).join(', ')} +${unique.length - 6}`;
}

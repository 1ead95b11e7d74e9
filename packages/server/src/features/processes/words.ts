import { type Text, text } from '@vigie/contract';
import { printable } from '../../operations/printable.ts';
import { nameOf, type ProcessPlanFacts } from './facts.ts';

export function countOf(count: number): Text {
  return text(count === 1 ? '1 process' : `${count} processes`, `${count} processus`);
}

/** One process by its name and pid, several by their number. */
export function whoOf(facts: ProcessPlanFacts): Text {
  const [only] = facts.targets;
  if (only && facts.targets.length === 1) {
    const who = `${printable(only.name)} (${only.pid})`;
    return text(who, who);
  }
  return countOf(facts.targets.length);
}

export function onHost(facts: ProcessPlanFacts): Text {
  const name = printable(facts.host.name);
  return text(`on ${name}`, `sur ${name}`);
}

interface SignalWords {
  /** Before the count: "Terminate" 3 processes. */
  readonly verb: Text;
  /** What is sure of it afterwards; null when a signal leaves nothing to see. */
  readonly verifies: Text;
}

const gone = text(
  'gone within 5 s; if not, that is reported, and nothing stronger is sent',
  'disparu sous 5 s ; sinon c’est signalé, et rien de plus fort n’est envoyé',
);
const alive = text('the signal was accepted', 'le signal a été accepté');

const known: Readonly<Record<string, SignalWords>> = {
  TERM: { verb: text('Terminate', 'Arrêter'), verifies: gone },
  KILL: { verb: text('Kill', 'Tuer'), verifies: text('gone within 5 s', 'disparu sous 5 s') },
  INT: { verb: text('Interrupt', 'Interrompre'), verifies: gone },
  QUIT: { verb: text('Quit with a core dump', 'Quitter avec vidage mémoire'), verifies: gone },
  STOP: { verb: text('Pause', 'Mettre en pause'), verifies: text('state is stopped', 'l’état est « arrêté »') },
  CONT: { verb: text('Continue', 'Reprendre'), verifies: text('state is no longer stopped', 'l’état n’est plus « arrêté »') },
  HUP: { verb: text('Send HUP (reload or hang up) to', 'Envoyer HUP (recharger ou raccrocher) à'), verifies: alive },
};

export function signalWords(signal: string): SignalWords {
  return known[signal] ?? { verb: text(`Send ${signal} to`, `Envoyer ${signal} à`), verifies: alive };
}

/** Ends, or may end, the process: the button is red. Pausing is not, for it can be taken back. */
export function isDestructive(signal: string): boolean {
  return !['STOP', 'TSTP', 'TTIN', 'TTOU', 'CONT', 'CHLD', 'URG', 'WINCH'].includes(signal);
}

/** "3 of 4 processes", "sleep (4312)". */
export function doneOf(facts: ProcessPlanFacts, succeeded: number): Text {
  const asked = facts.targets.length + facts.missing.length;
  if (succeeded !== asked) {
    return text(`${succeeded} of ${countOf(asked).en}`, `${succeeded} sur ${countOf(asked).fr}`);
  }
  const [only] = facts.targets;
  return only && asked === 1 ? text(nameOf(only), nameOf(only)) : countOf(asked);
}

import { type SignalName, signalNumber } from '@vigie/contract/signals';
import { type Text, text } from '@vigie/contract/text';

/** What each signal says to a process, in words. */
const meanings: Readonly<Record<SignalName, Text>> = {
  HUP: text('read the configuration again, or hang up', 'relire la configuration, ou raccrocher'),
  INT: text('interrupt, as Ctrl C', 'interrompre, comme Ctrl C'),
  QUIT: text('quit and leave a core dump', 'quitter en laissant une image mémoire'),
  ILL: text('illegal instruction', 'instruction illégale'),
  TRAP: text('trap of a debugger', 'point d’arrêt d’un débogueur'),
  ABRT: text('abort with a core dump', 'avorter avec une image mémoire'),
  BUS: text('bus error', 'erreur de bus'),
  FPE: text('arithmetic error', 'erreur arithmétique'),
  KILL: text('end at once, nothing is saved', 'finir aussitôt, rien n’est enregistré'),
  USR1: text('its own meaning, first', 'sens propre au programme, premier'),
  SEGV: text('memory fault', 'faute de mémoire'),
  USR2: text('its own meaning, second', 'sens propre au programme, second'),
  PIPE: text('nobody reads its output', 'personne ne lit sa sortie'),
  ALRM: text('its alarm clock rings', 'son réveil sonne'),
  TERM: text('end in good order', 'finir proprement'),
  STKFLT: text('stack fault', 'faute de pile'),
  CHLD: text('a child changed', 'un enfant a changé'),
  CONT: text('go on after a pause', 'reprendre après une pause'),
  STOP: text('pause, cannot be refused', 'suspendre, sans refus possible'),
  TSTP: text('pause, as Ctrl Z', 'suspendre, comme Ctrl Z'),
  TTIN: text('reads from the terminal in the background', 'lit le terminal en arrière-plan'),
  TTOU: text('writes to the terminal in the background', 'écrit au terminal en arrière-plan'),
  URG: text('urgent data on a socket', 'données urgentes sur un socket'),
  XCPU: text('CPU limit exceeded', 'limite de processeur dépassée'),
  XFSZ: text('file size limit exceeded', 'limite de taille de fichier dépassée'),
  VTALRM: text('its virtual alarm rings', 'son réveil virtuel sonne'),
  PROF: text('its profiling alarm rings', 'son réveil de profilage sonne'),
  WINCH: text('the window changed its size', 'la fenêtre a changé de taille'),
  IO: text('input or output is possible', 'une entrée ou sortie est possible'),
  PWR: text('power is failing', 'le courant faiblit'),
  SYS: text('bad system call', 'appel système invalide'),
};

export interface SignalChoice {
  readonly name: SignalName;
  readonly number: number;
  readonly meaning: Text;
}

/** Ends first, since that is what is asked most, then the others by number. */
const first: readonly SignalName[] = ['TERM', 'INT', 'HUP', 'KILL', 'STOP', 'CONT'];

export function signalChoices(allowed: readonly SignalName[]): readonly SignalChoice[] {
  const rank = (name: SignalName) => (first.includes(name) ? first.indexOf(name) : first.length + signalNumber(name));
  return [...allowed]
    .sort((left, right) => rank(left) - rank(right))
    .map((name) => ({ name, number: signalNumber(name), meaning: meanings[name] }));
}

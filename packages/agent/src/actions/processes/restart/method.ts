import { type Text, text } from '@vigie/contract/agent';
import { type Origin, wordsOf } from './origin.ts';
import { type OwningUnit, parseOwningUnit } from './unit.ts';

/** What the decision needs to know of the agent itself. */
export interface Surroundings {
  readonly agent: Origin;
  readonly serverPids: readonly number[];
  /** May it act on processes of every user? */
  readonly privileged: boolean;
  /** systemd is process 1 here. */
  readonly systemd: boolean;
}

/** How a process would be restarted. `note` is what a person should know before. */
export type RestartMethod =
  | { readonly kind: 'unit'; readonly unit: OwningUnit; readonly note: Text }
  | { readonly kind: 'relaunch'; readonly note: Text | null }
  | { readonly kind: 'impossible'; readonly reason: Text };

function impossible(en: string, fr: string): RestartMethod {
  return { kind: 'impossible', reason: text(en, fr) };
}

/** Decides without touching anything. Everything that a start needs is checked here, before a stop is thought of. */
export function chooseRestartMethod(origin: Origin, around: Surroundings): RestartMethod {
  return refuseSpecial(origin, around) ?? chooseUnit(origin, around) ?? refuseUnreadable(origin, around) ?? relaunch(origin);
}

function refuseSpecial(origin: Origin, { agent, serverPids }: Surroundings): RestartMethod | null {
  if (origin.pid === 1) {
    return impossible(
      'It is process 1: only a reboot starts it again.',
      'C’est le processus 1\u00a0: seul un redémarrage de l’hôte le relance.',
    );
  }
  if (origin.kernel) {
    return impossible('It is a kernel thread, not a program.', 'C’est un fil du noyau, pas un programme.');
  }
  if (origin.state === 'Z' || origin.state === 'X') {
    return impossible(
      'It has already ended and waits for its parent to notice.',
      'Il est déjà terminé et attend que son parent le remarque.',
    );
  }
  if (origin.pid === agent.pid) {
    return impossible(
      'It is Vigie’s agent, which cannot restart itself this way.',
      'C’est l’agent de Vigie, qui ne peut pas se redémarrer ainsi.',
    );
  }
  if (serverPids.includes(origin.pid)) {
    return impossible(
      'It is Vigie’s server: nobody would be left to answer.',
      'C’est le serveur de Vigie\u00a0: plus personne ne répondrait.',
    );
  }
  return null;
}

/** A unit that the agent or the server lives in too is not restarted: the process alone is. */
function chooseUnit(origin: Origin, { agent, privileged, systemd }: Surroundings): RestartMethod | null {
  const unit = systemd ? parseOwningUnit(origin.cgroups) : null;
  const own = parseOwningUnit(agent.cgroups);
  if (!unit || (own?.name === unit.name && own.managerUid === unit.managerUid)) {
    return null;
  }
  if (!privileged && unit.managerUid !== agent.uids[0]) {
    return impossible(
      `The unit ${unit.name} belongs to the system, and the agent does not run as root.`,
      `L’unité ${unit.name} appartient au système, et l’agent ne tourne pas en root.`,
    );
  }
  return {
    kind: 'unit',
    unit,
    note: text(`systemd restarts the whole unit ${unit.name}.`, `systemd redémarre toute l’unité ${unit.name}.`),
  };
}

function refuseUnreadable(origin: Origin, around: Surroundings): RestartMethod | null {
  const { agent, privileged } = around;
  if (!privileged && !sameIdentity(origin, agent)) {
    return impossible(
      'It runs with another user or other groups than the agent, which is not root.',
      'Il tourne sous un autre utilisateur ou d’autres groupes que l’agent, qui n’est pas root.',
    );
  }
  if (origin.state === 'T' || origin.state === 't') {
    return impossible(
      'It is paused, so it cannot be asked to stop: continue it first.',
      'Il est en pause, on ne peut donc pas lui demander de s’arrêter\u00a0: reprenez-le d’abord.',
    );
  }
  if (origin.exe === null || origin.workingDirectory === null || origin.environmentBlock === null || origin.namespaces === null) {
    return impossible(
      'The kernel does not show its program, directory or environment to the agent.',
      'Le noyau ne montre pas à l’agent son programme, son dossier ou son environnement.',
    );
  }
  if (origin.exe.endsWith(' (deleted)')) {
    return impossible(
      'Its program file was replaced or removed since it started: the same program no longer exists.',
      'Son fichier a été remplacé ou supprimé depuis son départ\u00a0: le même programme n’existe plus.',
    );
  }
  if (origin.workingDirectory.endsWith(' (deleted)')) {
    return impossible('Its working directory no longer exists.', 'Son dossier de travail n’existe plus.');
  }
  return refuseRewritten(origin) ?? refuseConfined(origin, around);
}

/** `nginx: worker process` and its like: what the program was started with is not known any more. */
function refuseRewritten(origin: Origin): RestartMethod | null {
  const words = wordsOf(origin.argumentsBlock);
  const [first] = words;
  if (first === undefined || (first === '' && words.length === 1)) {
    return impossible('It has no command line.', 'Il n’a pas de ligne de commande.');
  }
  const ended = origin.argumentsBlock?.at(-1) === 0;
  const title = words.length === 1 && first.includes(' ') && first !== origin.exe;
  if (title || !ended) {
    return impossible(
      'It has replaced its command line by a title, so what it was started with is not known. Restart its parent or its unit.',
      'Il a remplacé sa ligne de commande par un titre\u00a0: on ignore comment il a été lancé. Redémarrez son parent ou son unité.',
    );
  }
  return null;
}

function refuseConfined(origin: Origin, { agent }: Surroundings): RestartMethod | null {
  const elsewhere = Object.entries(origin.namespaces ?? {}).some(([name, id]) => agent.namespaces?.[name] !== id);
  if (elsewhere || origin.rootDirectory !== agent.rootDirectory) {
    return impossible(
      'It runs in a container or in namespaces of its own: restart it with the tool that started it.',
      'Il tourne dans un conteneur ou dans ses propres espaces de noms\u00a0: redémarrez-le avec l’outil qui l’a lancé.',
    );
  }
  const gained = origin.boundingCapabilities & ~agent.boundingCapabilities;
  if ((origin.seccomp !== 0 && origin.seccomp !== agent.seccomp) || origin.ambientCapabilities !== 0n || gained !== 0n) {
    return impossible(
      'It runs in a sandbox or with capabilities that could not be given back to it.',
      'Il tourne dans un bac à sable ou avec des capacités qu’on ne pourrait pas lui rendre.',
    );
  }
  return null;
}

function relaunch(origin: Origin): RestartMethod {
  if (origin.terminal === 0) {
    return { kind: 'relaunch', note: null };
  }
  return {
    kind: 'relaunch',
    note: text(
      'It is attached to a terminal; it will run detached from it, without its screen and keyboard.',
      'Il est attaché à un terminal\u202f; il tournera détaché, sans écran ni clavier.',
    ),
  };
}

function sameIdentity(one: Origin, other: Origin): boolean {
  const list = (origin: Origin) => [...origin.uids, ...origin.gids, ...[...origin.groups].sort((a, b) => a - b)].join(' ');
  return list(one) === list(other);
}

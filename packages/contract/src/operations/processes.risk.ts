import { type Risk, type RiskReason, worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';

/** What the host knows about one target before something is done to it. No zod here: the agent makes these. */
export interface ProcessFacts {
  readonly pid: number;
  readonly startTicks: number;
  readonly startedAtMs: number;
  readonly name: string;
  /** Command line as one text, at most 300 characters. */
  readonly command: string;
  readonly user: string;
  readonly uid: number;
  readonly kernel: boolean;
  readonly zombie: boolean;
  readonly status: string;
  readonly nice: number;
  readonly unit: string | null;
  readonly container: string | null;
  readonly children: number;
  /** Who is connected to it now: addresses of peers of its established sockets, loopback included. */
  readonly clients: readonly string[];
  readonly listening: readonly string[];
  /** What it is to Vigie or to the system, when it is something special. */
  readonly role:
    | 'init'
    | 'kernel'
    | 'agent'
    | 'server'
    | 'sshd'
    | 'login-session'
    | 'database'
    | 'system-manager'
    | 'terminal-of-caller'
    | null;
  /** May the agent act on it? False when it belongs to another user and the agent is not root. */
  readonly permitted: boolean;
}

/** The facts every action on processes is judged by. */
export interface ProcessActionFacts {
  readonly targets: readonly ProcessFacts[];
  /** How many cores the host has. */
  readonly cpuCount: number;
  /** Does the restart go through a unit, for `process.restart`. */
  readonly viaUnit?: boolean;
}

function many(count: number, one: string, more: string): string {
  return count === 1 ? one : more;
}

function roleReasons(target: ProcessFacts, stops: boolean): RiskReason[] {
  const who = `${target.name} (${target.pid})`;
  switch (target.role) {
    case 'init':
      return [
        {
          code: 'is_init',
          level: 'critical',
          text: text(`${who} is process 1: the whole host depends on it`, `${who} est le processus 1 : tout l’hôte en dépend`),
        },
      ];
    case 'kernel':
      return [{ code: 'is_kernel', level: 'critical', text: text(`${who} is a kernel thread`, `${who} est un fil du noyau`) }];
    case 'sshd':
      return [
        {
          code: 'is_sshd',
          level: stops ? 'critical' : 'high',
          text: text(`${who} is how people sign in to this host`, `${who} est la porte d’entrée de cet hôte`),
        },
      ];
    case 'agent':
      return [
        {
          code: 'is_agent',
          level: stops ? 'critical' : 'high',
          text: text(
            `${who} is Vigie’s agent: this host would no longer be seen`,
            `${who} est l’agent de Vigie : cet hôte ne serait plus vu`,
          ),
        },
      ];
    case 'server':
      return [
        {
          code: 'is_server',
          level: stops ? 'critical' : 'high',
          text: text(`${who} is Vigie’s server: this page would stop`, `${who} est le serveur de Vigie : cette page s’arrêterait`),
        },
      ];
    case 'system-manager':
      return [
        {
          code: 'is_system',
          level: 'high',
          text: text(`${who} belongs to the system’s foundations`, `${who} fait partie des fondations du système`),
        },
      ];
    case 'database':
      return [
        {
          code: target.clients.length > 0 ? 'database_with_clients' : 'is_database',
          level: 'high',
          text:
            target.clients.length > 0
              ? text(
                  `${who} is a database with ${target.clients.length} ${many(target.clients.length, 'client', 'clients')}`,
                  `${who} est une base de données avec ${target.clients.length} ${many(target.clients.length, 'client', 'clients')}`,
                )
              : text(`${who} is a database`, `${who} est une base de données`),
        },
      ];
    case 'login-session':
      return [{ code: 'login_session', level: 'high', text: text(`${who} is a person’s session`, `${who} est la session d’une personne`) }];
    case 'terminal-of-caller':
    case null:
      return [];
    default:
      return target.role satisfies never;
  }
}

function shortList(values: readonly string[]): string {
  const unique = [...new Set(values)];
  return unique.length <= 3 ? unique.join(', ') : `${unique.slice(0, 3).join(', ')} +${unique.length - 3}`;
}

function sharedReasons(targets: readonly ProcessFacts[], stops: boolean): RiskReason[] {
  const reasons: RiskReason[] = targets.flatMap((target) => roleReasons(target, stops));
  if (stops) {
    for (const target of targets) {
      if (target.clients.length > 0 && target.role !== 'database') {
        const list = shortList(target.clients);
        reasons.push({
          code: 'clients_connected',
          level: 'high',
          text: text(
            `cuts ${target.clients.length} ${many(target.clients.length, 'connection', 'connections')} of ${target.name} (${list})`,
            `coupe ${target.clients.length} ${many(target.clients.length, 'connexion', 'connexions')} de ${target.name} (${list})`,
          ),
        });
      }
      if (target.clients.length === 0 && target.listening.length > 0) {
        reasons.push({
          code: 'listens',
          level: 'medium',
          text: text(`${target.name} serves ${shortList(target.listening)}`, `${target.name} sert ${shortList(target.listening)}`),
        });
      }
    }
    if (targets.length >= 10) {
      reasons.push({
        code: 'many_targets',
        level: 'high',
        text: text(`${targets.length} processes at once`, `${targets.length} processus d’un coup`),
      });
    }
  }
  return reasons;
}

/** Which signals end or freeze the work of a process, so that its clients feel it. */
export function signalStops(signal: string): boolean {
  return !['CONT', 'CHLD', 'URG', 'WINCH', '0'].includes(signal);
}

export function signalRisk(signal: string, facts: ProcessActionFacts): Risk {
  if (!signalStops(signal)) {
    return worstRisk(sharedReasons(facts.targets, false), 'medium');
  }
  const reasons = sharedReasons(facts.targets, true);
  if (signal === 'KILL') {
    reasons.push({
      code: 'no_clean_stop',
      level: 'medium',
      text: text('it cannot save its work first', 'il ne peut pas d’abord enregistrer son travail'),
    });
  }
  if (reasons.length === 0) {
    reasons.push({ code: 'ends_process', level: 'medium', text: text('what it was doing stops', 'ce qu’il faisait s’arrête') });
  }
  return worstRisk(reasons, 'medium');
}

/** Priority, affinity and I/O priority: one command takes them back, so medium unless the target is special. */
export function tuneRisk(facts: ProcessActionFacts): Risk {
  const reasons = sharedReasons(facts.targets, false);
  if (reasons.length === 0) {
    reasons.push({
      code: 'changes_share',
      level: 'medium',
      text: text('its share of the machine changes', 'sa part de la machine change'),
    });
  }
  return worstRisk(reasons, 'medium');
}

export function restartRisk(facts: ProcessActionFacts): Risk {
  const reasons = sharedReasons(facts.targets, true);
  reasons.push(
    facts.viaUnit
      ? { code: 'restarts_unit', level: 'medium', text: text('the unit is away for a moment', 'l’unité s’absente un instant') }
      : {
          code: 'restarts_process',
          level: 'medium',
          text: text('what it was doing stops, then it starts again', 'ce qu’il faisait s’arrête, puis il redémarre'),
        },
  );
  return worstRisk(reasons, 'medium');
}

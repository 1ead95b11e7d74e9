import type { EventFields, GapReason } from '../agent/events.ts';
import { type EventKind, isEventKind } from '../model/event.ts';
import { type Language, type Text, text } from '../text.ts';

/* What an event says to a person: made of its kind and fields, where it is read, in the reader's language. */

export const kindTitles: Readonly<Record<EventKind, Text>> = {
  'process.started': text('Process started', 'Processus lancé'),
  'process.exited': text('Process ended', 'Processus terminé'),
  'process.repeated': text('Processes by the dozen', 'Processus en série'),
  'login.opened': text('Session opened', 'Session ouverte'),
  'login.closed': text('Session closed', 'Session fermée'),
  'unit.started': text('Unit started', 'Unité démarrée'),
  'unit.stopped': text('Unit stopped', 'Unité arrêtée'),
  'unit.failed': text('Unit failed', 'Unité en échec'),
  'host.booted': text('Host booted', 'Hôte démarré'),
  'host.shutdown': text('Host shut down', 'Hôte arrêté'),
  'agent.started': text('Agent started', 'Agent lancé'),
  'agent.stopped': text('Agent stopped', 'Agent arrêté'),
};

const unknown: Text = text('not known', 'inconnu');

type Writer = (field: (name: string) => string, has: (name: string) => boolean, language: Language) => string;

const writers: Readonly<Record<EventKind, Readonly<Record<Language, Writer>>>> = {
  'process.started': {
    en: (f, has) => `${f('name')} started as PID ${f('pid')}${by(has, f, ' by ', ', from ')}${has('command') ? `: ${f('command')}` : ''}`,
    fr: (f, has) => `${f('name')} lancé, PID ${f('pid')}${by(has, f, ' par ', ', depuis ')}${has('command') ? ` : ${f('command')}` : ''}`,
  },
  'process.exited': {
    en: (f, has) =>
      `${f('name')} (PID ${f('pid')}) ${has('signal') ? `was ended by SIG${f('signal')}${has('core') ? ', leaving a core' : ''}` : `ended with code ${f('exitCode')}`}${has('durationMs') ? ` after ${f('durationMs')}` : ''}`,
    fr: (f, has) =>
      `${f('name')} (PID ${f('pid')}) ${has('signal') ? `terminé par SIG${f('signal')}${has('core') ? ', avec un core' : ''}` : `terminé, code ${f('exitCode')}`}${has('durationMs') ? ` après ${f('durationMs')}` : ''}`,
  },
  'process.repeated': {
    en: (f) =>
      `${f('name')}: ${f('started')} started and ${f('exited')} ended within ${f('durationMs')}, ${f('failed')} of them in failure, from ${f('parent')}`,
    fr: (f) =>
      `${f('name')} : ${f('started')} lancés et ${f('exited')} terminés en ${f('durationMs')}, dont ${f('failed')} en échec, depuis ${f('parent')}`,
  },
  'login.opened': {
    en: (f, has) => `${f('user')} logged in on ${f('terminal')}${has('address') ? ` from ${f('address')}` : ''}`,
    fr: (f, has) => `${f('user')} s’est connecté sur ${f('terminal')}${has('address') ? ` depuis ${f('address')}` : ''}`,
  },
  'login.closed': {
    en: (f, has) => `${f('user')} logged out of ${f('terminal')}${has('durationMs') ? ` after ${f('durationMs')}` : ''}`,
    fr: (f, has) => `${f('user')} s’est déconnecté de ${f('terminal')}${has('durationMs') ? ` après ${f('durationMs')}` : ''}`,
  },
  'unit.started': { en: (f) => `${f('unit')} started (${f('sub')})`, fr: (f) => `${f('unit')} a démarré (${f('sub')})` },
  'unit.stopped': { en: (f) => `${f('unit')} stopped`, fr: (f) => `${f('unit')} s’est arrêtée` },
  'unit.failed': { en: (f) => `${f('unit')} failed (${f('sub')})`, fr: (f) => `${f('unit')} est en échec (${f('sub')})` },
  'host.booted': { en: () => 'The host booted', fr: () => 'L’hôte a démarré' },
  'host.shutdown': { en: () => 'The host was shut down', fr: () => 'L’hôte a été arrêté' },
  'agent.started': {
    en: (f) => `The agent ${f('version')} started as PID ${f('pid')}`,
    fr: (f) => `L’agent ${f('version')} a démarré, PID ${f('pid')}`,
  },
  'agent.stopped': { en: (f) => `The agent stopped: ${f('reason')}`, fr: (f) => `L’agent s’est arrêté : ${f('reason')}` },
};

function by(has: (name: string) => boolean, f: (name: string) => string, user: string, parent: string): string {
  return `${has('user') ? `${user}${f('user')}` : ''}${has('parent') ? `${parent}${f('parent')}` : ''}`;
}

/** One sentence. A kind this version does not know is told by its name and its fields. */
export function describeEvent(kind: string, fields: EventFields, language: Language): string {
  if (!isEventKind(kind)) {
    return [kind, ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)].join(' ');
  }
  const has = (name: string): boolean => fields[name] !== undefined && fields[name] !== null && fields[name] !== false;
  const field = (name: string): string => {
    const value = fields[name] ?? null;
    if (value === null) {
      return name === 'name' ? text('a process whose name is not known', 'un processus de nom inconnu')[language] : unknown[language];
    }
    return name === 'durationMs' && typeof value === 'number' ? shortDuration(value, language) : String(value);
  };
  return writers[kind][language](field, has, language);
}

const gapWords: Readonly<Record<GapReason, Text>> = {
  kernel_overflow: text(
    'the kernel dropped them: more came than could be read',
    'le noyau les a abandonnés : il en venait plus qu’on n’en lit',
  ),
  queue_full: text('the agent dropped them: its queue was full', 'l’agent les a abandonnés : sa file était pleine'),
  spool_damaged: text(
    'what the agent had kept on its disk could not be read any more',
    'ce que l’agent avait gardé sur son disque n’a plus pu être lu',
  ),
  agent_away: text('the agent was not running, at least part of this time', 'l’agent ne tournait pas, au moins une partie de ce temps'),
  host_down: text(
    'the host was off or starting, at least part of this time',
    'l’hôte était arrêté ou démarrait, au moins une partie de ce temps',
  ),
  block_damaged: text('the block that held them was damaged and set aside', 'le bloc qui les contenait était abîmé et a été mis de côté'),
};

export const gapReasons = Object.keys(gapWords) as readonly GapReason[];

export function describeGap(
  gap: { readonly count: number | null; readonly class: string; readonly reason: string },
  language: Language,
): string {
  const why = Object.hasOwn(gapWords, gap.reason) ? gapWords[gap.reason as GapReason][language] : gap.reason;
  const colon = text(': ', ' : ')[language];
  if (gap.class === 'all') {
    return `${text('Nothing was measured', 'Rien n’a été mesuré')[language]}${colon}${why}`;
  }
  if (gap.class === 'metric') {
    return `${missingFrames(gap.count)[language]}${colon}${why}`;
  }
  const what =
    gap.count === null
      ? text(`An unknown number of ${gap.class} events is missing`, `Un nombre inconnu d’événements ${gap.class} manque`)
      : text(
          `${gap.count} ${gap.class} ${gap.count === 1 ? 'event is' : 'events are'} missing`,
          `${gap.count} ${gap.count === 1 ? `événement ${gap.class} manque` : `événements ${gap.class} manquent`}`,
        );
  return `${what[language]}${colon}${why}`;
}

/** A frame is all figures of one moment. */
function missingFrames(count: number | null): Text {
  if (count === null) {
    return text('Figures are missing', 'Des mesures manquent');
  }
  return count === 1
    ? text('The figures of 1 moment are missing', 'Les mesures de 1 moment manquent')
    : text(`The figures of ${count} moments are missing`, `Les mesures de ${count} moments manquent`);
}

/** What full-text search looks in: the kind in both languages, and every text and number of the host. */
export function eventSearchText(kind: string, fields: EventFields): string {
  const title = isEventKind(kind) ? `${kindTitles[kind].en} ${kindTitles[kind].fr}` : kind;
  const values = Object.values(fields).filter((value) => typeof value === 'string' || typeof value === 'number');
  return [title, ...new Set(values.map(String))].join(' ');
}

function shortDuration(ms: number, language: Language): string {
  const space = '\u00a0';
  if (ms < 1000) {
    return `${Math.round(ms)}${space}ms`;
  }
  if (ms < 60_000) {
    const seconds = (ms / 1000).toFixed(1);
    return `${language === 'fr' ? seconds.replace('.', ',') : seconds}${space}s`;
  }
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) {
    return `${minutes}${space}min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `${hours}${space}h ${minutes % 60}${space}min`
    : `${Math.floor(hours / 24)}${space}${text('days', 'jours')[language]}`;
}

import { type Language, type Text, text } from '@vigie/contract';
import type { Difference } from './diff.ts';

type Words = (difference: Difference) => Text;
type Change = Difference['change'];

const of = (difference: Difference, name: string, side: 'before' | 'after' = 'after'): string =>
  String(difference.fields.find((field) => field.name === name)?.[side] ?? '?');
const has = (difference: Difference, name: string): boolean => difference.fields.some((field) => field.name === name);
const list = ({ fields }: Difference): string =>
  fields.map(({ name, before, after }) => `${name}: ${before ?? '–'} → ${after ?? '–'}`).join(', ');

const general: Readonly<Record<Change, Words>> = {
  added: ({ kind, key }) => text(`${kind} ${key} is new`, `${kind} ${key} est nouveau`),
  removed: ({ kind, key }) => text(`${kind} ${key} is gone`, `${kind} ${key} a disparu`),
  changed: (one) => text(`${one.kind} ${one.key}: ${list(one)}`, `${one.kind} ${one.key} : ${list(one)}`),
};

const words: Readonly<Record<Difference['kind'], Partial<Readonly<Record<Change, Words>>>>> = {
  package: {
    added: (one) => text(`${one.key} ${of(one, 'version')} was installed`, `${one.key} ${of(one, 'version')} a été installé`),
    removed: (one) =>
      text(`${one.key} ${of(one, 'version', 'before')} was removed`, `${one.key} ${of(one, 'version', 'before')} a été retiré`),
    changed: (one) =>
      has(one, 'version')
        ? text(
            `${one.key} went from ${of(one, 'version', 'before')} to ${of(one, 'version')}`,
            `${one.key} est passé de ${of(one, 'version', 'before')} à ${of(one, 'version')}`,
          )
        : general.changed(one),
  },
  unit: {
    added: (one) => text(`the unit ${one.key} is there (${of(one, 'active')})`, `l’unité ${one.key} est apparue (${of(one, 'active')})`),
    removed: ({ key }) => text(`the unit ${key} is gone`, `l’unité ${key} a disparu`),
    changed: (one) =>
      has(one, 'active')
        ? text(
            `the unit ${one.key} went from ${of(one, 'active', 'before')} to ${of(one, 'active')}`,
            `l’unité ${one.key} est passée de ${of(one, 'active', 'before')} à ${of(one, 'active')}`,
          )
        : text(`the unit ${one.key}: ${list(one)}`, `l’unité ${one.key} : ${list(one)}`),
  },
  port: {
    added: (one) => text(`${of(one, 'program')} listens on ${one.key}`, `${of(one, 'program')} écoute sur ${one.key}`),
    removed: (one) => text(`nobody listens on ${one.key} any more`, `plus personne n’écoute sur ${one.key}`),
    changed: (one) => text(`another listens on ${one.key}: ${list(one)}`, `un autre écoute sur ${one.key} : ${list(one)}`),
  },
  process: {
    added: (one) => text(`${one.key} runs (PID ${of(one, 'pid')})`, `${one.key} tourne (PID ${of(one, 'pid')})`),
    removed: (one) =>
      text(
        `${one.key} runs no more (it was PID ${of(one, 'pid', 'before')})`,
        `${one.key} ne tourne plus (c’était le PID ${of(one, 'pid', 'before')})`,
      ),
    changed: (one) =>
      has(one, 'pid')
        ? text(
            `${one.key} was started again: PID ${of(one, 'pid', 'before')}, now ${of(one, 'pid')}`,
            `${one.key} a été relancé : PID ${of(one, 'pid', 'before')}, maintenant ${of(one, 'pid')}`,
          )
        : has(one, 'processes')
          ? text(
              `${one.key}: ${of(one, 'processes', 'before')} processes, now ${of(one, 'processes')}`,
              `${one.key} : ${of(one, 'processes', 'before')} processus, maintenant ${of(one, 'processes')}`,
            )
          : text(`${one.key}: ${list(one)}`, `${one.key} : ${list(one)}`),
  },
  mount: {
    added: (one) => text(`${of(one, 'source')} is mounted on ${one.key}`, `${of(one, 'source')} est monté sur ${one.key}`),
    removed: ({ key }) => text(`nothing is mounted on ${key} any more`, `plus rien n’est monté sur ${key}`),
    changed: (one) => text(`the mount ${one.key}: ${list(one)}`, `le montage ${one.key} : ${list(one)}`),
  },
  parameter: {
    changed: (one) =>
      text(
        `${one.key} went from ${of(one, 'value', 'before')} to ${of(one, 'value')}`,
        `${one.key} est passé de ${of(one, 'value', 'before')} à ${of(one, 'value')}`,
      ),
  },
  address: {
    added: ({ key }) => text(`the host has the address ${key}`, `l’hôte a l’adresse ${key}`),
    removed: ({ key }) => text(`the host has no longer the address ${key}`, `l’hôte n’a plus l’adresse ${key}`),
  },
  route: {
    added: ({ key }) => text(`there is a route ${key}`, `il y a une route ${key}`),
    removed: ({ key }) => text(`the route ${key} is gone`, `la route ${key} a disparu`),
  },
  login: {
    added: (one) => text(`${of(one, 'user')} is logged in (${one.key})`, `${of(one, 'user')} est connecté (${one.key})`),
    removed: (one) =>
      text(
        `${of(one, 'user', 'before')} is logged in no more (${one.key})`,
        `${of(one, 'user', 'before')} n’est plus connecté (${one.key})`,
      ),
  },
};

/** One sentence, from data of the host: it is shown as text. */
export function describeDifference(difference: Difference, language: Language): string {
  return (words[difference.kind][difference.change] ?? general[difference.change])(difference)[language];
}

import type { Language } from '@vigie/contract/text';
import { formatNumber } from '../lib/numbers.ts';
import type { Dictionary, Message, Messages, Parameters } from './define.ts';

const plurals: Record<Language, Intl.PluralRules> = { en: new Intl.PluralRules('en'), fr: new Intl.PluralRules('fr') };

function chooseForm(message: Message, count: unknown, language: Language): string {
  if (typeof message === 'string') {
    return message;
  }
  return plurals[language].select(Number(count)) === 'one' ? message.one : message.other;
}

function write(value: unknown, language: Language): string {
  return typeof value === 'number' ? formatNumber(value, language) : String(value);
}

/** Splits a sentence at its parameters, so that a caller may put something else than text there. */
export function fillParts<V>(
  message: Message | undefined,
  params: Readonly<Record<string, V>>,
  language: Language,
  key: string,
): (string | Exclude<V, number>)[] {
  if (message === undefined) {
    return [key];
  }
  return chooseForm(message, params.count, language)
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) {
        return part;
      }
      const value = params[part];
      return typeof value === 'number' || value === undefined ? write(value ?? `{${part}}`, language) : (value as Exclude<V, number>);
    });
}

export type TranslateArguments<M, V = string | number> = keyof Parameters<M, V> extends never ? [] : [params: Parameters<M, V>];

/** The sentence in one language. */
export function translate<E extends Dictionary, K extends keyof E & string>(
  messages: Messages<E>,
  language: Language,
  key: K,
  params?: object,
): string {
  return fillParts(messages[language][key], (params ?? {}) as Record<string, string | number>, language, key).join('');
}

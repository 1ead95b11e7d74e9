import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import type { Dictionary, Messages } from './define.ts';
import { useLanguage } from './language.ts';
import { fillParts, type TranslateArguments, translate } from './translate.ts';

export interface Translate<E extends Dictionary> {
  <K extends keyof E & string>(key: K, ...params: TranslateArguments<E[K]>): string;
  /** The same sentence with elements as parameters. */
  rich<K extends keyof E & string>(key: K, ...params: TranslateArguments<E[K], ReactNode>): ReactNode;
}

/** `const t = useMessages(messages); t('title', { name })`: typed keys and parameters, in the language of the person. */
export function useMessages<E extends Dictionary>(messages: Messages<E>): Translate<E> {
  const language = useLanguage();
  return useMemo(() => {
    const say = (key: keyof E & string, params?: object) => translate(messages, language, key, params);
    const rich = (key: keyof E & string, params: object = {}): ReactNode =>
      fillParts(messages[language][key], params as Record<string, ReactNode>, language, key).map((part, index) =>
        createElement(Fragment, { key: index }, part as ReactNode),
      );
    return Object.assign(say, { rich });
  }, [messages, language]);
}

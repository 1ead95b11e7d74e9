import { type Language, negotiateLanguage } from '@vigie/contract/text';

/** The language of who starts it: `LC_ALL`, `LC_MESSAGES`, `LANG`. */
export function processLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return negotiateLanguage((LC_ALL || LC_MESSAGES || LANG || '').split(/[_.]/)[0]);
}

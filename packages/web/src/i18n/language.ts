import type { Language } from '@vigie/contract/text';
import { createStore, useStore } from '../lib/store.ts';

function fromDocument(): Language {
  return typeof document !== 'undefined' && document.documentElement.lang === 'fr' ? 'fr' : 'en';
}

const store = createStore<Language>(fromDocument());

/** The language of a browser that said nothing else. */
export function browserLanguage(): Language {
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2)).find((tag) => tag === 'fr' || tag === 'en');
  return wanted === 'fr' ? 'fr' : 'en';
}

export function currentLanguage(): Language {
  return store.get();
}

/** Every text on the page changes at once; `lang` of the document follows. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language;
  store.set(language);
}

export function useLanguage(): Language {
  return useStore(store);
}

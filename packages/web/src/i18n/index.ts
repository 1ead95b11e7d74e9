/*
 * English and French for the page: `defineMessages` beside each scene, `useMessages` in components.
 * It does not format figures or dates (see `lib/format`); a test checks keys and French typography of all of them.
 */
export { defineMessages, type Messages } from './define.ts';
export { browserLanguage, currentLanguage, setLanguage, useLanguage } from './language.ts';
export { translate } from './translate.ts';
export { type Translate, useMessages } from './useMessages.ts';

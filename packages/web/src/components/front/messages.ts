import { defineMessages } from '../../i18n/index.ts';

export const frontMessages = defineMessages({
  en: {
    language: 'Language',
    theme: 'Theme',
    dark: 'Dark',
    light: 'Light',
    system: 'System',
    motto: 'The look-out of your servers.',
    show: 'Show the password',
    hide: 'Hide the password',
    version: 'Vigie {version}',
  },
  fr: {
    language: 'Langue',
    theme: 'Thème',
    dark: 'Sombre',
    light: 'Clair',
    system: 'Système',
    motto: 'La vigie de vos serveurs.',
    show: 'Montrer le mot de passe',
    hide: 'Masquer le mot de passe',
    version: 'Vigie {version}',
  },
});

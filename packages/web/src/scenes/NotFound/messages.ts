import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages({
  en: {
    title: 'There is nothing at this address',
    body: 'Nothing of Vigie is at {path}. It may have moved, or the link was cut.',
    start: 'To the start',
  },
  fr: {
    title: 'Il n’y a rien à cette adresse',
    body: 'Rien de Vigie ne se trouve à {path}. La page a pu changer de place, ou le lien a été coupé.',
    start: 'Au début',
  },
});

import { defineMessages } from '../../i18n/index.ts';

export const healthMessages = defineMessages({
  en: {
    title: 'Health of Vigie',
    count: { one: '{count} condition', other: '{count} conditions' },
    details: 'Details',
    warning: 'Warning',
    critical: 'Critical',
    since: 'since {time}, {age}',
  },
  fr: {
    title: 'Santé de Vigie',
    count: { one: '{count} anomalie', other: '{count} anomalies' },
    details: 'Détails',
    warning: 'Avertissement',
    critical: 'Critique',
    since: 'depuis {time}, {age}',
  },
});

import { defineMessages } from '../../i18n/index.ts';

export const chartMessages = defineMessages({
  en: {
    gap: 'no frames',
    unknownNow: 'no frame',
    noData: 'No data yet: the first frames draw it.',
    step: 'per {step}',
    minMax: 'min–max',
    more: '+{count}',
    tableOf: '{title}, values over time',
    time: 'Time',
    unknown: 'not known',
    chartOf: '{title}, {unit}. Its values are in the table after it.',
    at: '{title}: {values}',
  },
  fr: {
    gap: 'aucune trame',
    unknownNow: 'aucune trame',
    noData: 'Pas encore de données\u00a0: les premières trames le dessineront.',
    step: 'par {step}',
    minMax: 'min–max',
    more: '+{count}',
    tableOf: '{title}, valeurs dans le temps',
    time: 'Heure',
    unknown: 'inconnu',
    chartOf: '{title}, {unit}. Ses valeurs sont dans le tableau qui suit.',
    at: '{title}\u00a0: {values}',
  },
});

import { defineMessages } from '../../i18n/index.ts';

export const widgetMessages = defineMessages({
  en: {
    failed: 'This could not be read',
    reading: 'the figures',
    nothing: 'No data',
    nothingBody: 'No series answers this query in this time.',
    nobody: 'Nobody used it',
    series: 'Series',
    newest: 'Newest',
    least: 'Least',
    greatest: 'Greatest',
    unknown: 'not known',
    open: 'open',
  },
  fr: {
    failed: 'Lecture impossible',
    reading: 'les mesures',
    nothing: 'Aucune donnée',
    nothingBody: 'Aucune série ne répond à cette requête sur cette durée.',
    nobody: 'Personne ne s’en est servi',
    series: 'Série',
    newest: 'Dernière',
    least: 'Minimum',
    greatest: 'Maximum',
    unknown: 'inconnu',
    open: 'ouvrir',
  },
});

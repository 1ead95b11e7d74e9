import type { EventSeverity } from '../agent/events.ts';
import { tokenize } from '../filter/tokens.ts';
import { type EventKind, eventFieldNames, kindsOf, severities } from '../model/event.ts';
import { type Text, text } from '../text.ts';

/** What a filter of events asks for. Absent members ask for nothing. */
export interface EventFilterTerms {
  /** Any of these. */
  readonly kinds: readonly EventKind[] | null;
  /** This severity or worse. */
  readonly severity: EventSeverity | null;
  /** Every one; compared as text. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Every one; each is a word's beginning, or in quotes a run of whole words. */
  readonly words: readonly { readonly text: string; readonly exact: boolean }[];
}

export type EventFilter = { readonly ok: true; readonly terms: EventFilterTerms } | { readonly ok: false; readonly error: Text };

/**
 * Reads `kind:process severity:warning user:root words "exact words"`. What is no field is searched as text; a kind or
 * a severity that does not exist is an error, since it would silently find nothing.
 */
export function parseEventFilter(input: string): EventFilter {
  const tokens = tokenize(input);
  if (!Array.isArray(tokens)) {
    return { ok: false, error: (tokens as { readonly message: Text }).message };
  }
  let kinds: readonly EventKind[] | null = null;
  let severity: EventSeverity | null = null;
  const fields: { name: string; value: string }[] = [];
  const words: { text: string; exact: boolean }[] = [];
  for (const token of tokens) {
    const name = token.operator === ':' || token.operator === '=' ? namedField(token.field ?? '') : null;
    if (name === null) {
      words.push({ text: `${token.field ?? ''}${token.operator ?? ''}${token.value}`, exact: token.quoted });
    } else if (name === 'kind') {
      kinds = kindsOf(token.value);
      if (kinds.length === 0) {
        return { ok: false, error: text(`no kind is called “${token.value}”`, `aucun genre ne s’appelle « ${token.value} »`) };
      }
    } else if (name === 'severity') {
      severity = severities.find((known) => known === token.value.toLowerCase()) ?? null;
      if (severity === null) {
        const known = severities.join(', ');
        return { ok: false, error: text(`severity is one of ${known}`, `severity est parmi ${known}`) };
      }
    } else {
      fields.push({ name, value: token.value });
    }
  }
  return { ok: true, terms: { kinds, severity, fields, words } };
}

/** Names are known without regard to case: `exitcode:1`. */
function namedField(name: string): string | null {
  const lower = name.toLowerCase();
  if (lower === 'kind' || lower === 'severity') {
    return lower;
  }
  return [...eventFieldNames].find((known) => known.toLowerCase() === lower) ?? null;
}

export function severitiesFrom(least: EventSeverity): readonly EventSeverity[] {
  return severities.slice(severities.indexOf(least));
}

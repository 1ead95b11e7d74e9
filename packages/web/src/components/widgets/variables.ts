import type { DashboardContent, DashboardVariable, WidgetQuery } from '@vigie/contract';

/** Name of a variable → its value; several stand with commas between them. */
export type Values = Readonly<Record<string, string>>;

/** What the address says (`var-host=…`), else what the dashboard says. */
export function valuesOf(content: DashboardContent, search: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(content.variables.map((variable) => [variable.name, search[`var-${variable.name}`] ?? variable.value]));
}

/** `$name` in a text; a name nobody gave stays as it is. */
export function fill(text: string, values: Values): string {
  return text.replace(/\$([A-Za-z_][A-Za-z0-9_]*)/g, (whole, name: string) => values[name] ?? whole);
}

export function fillQuery(query: WidgetQuery, values: Values): WidgetQuery {
  return {
    ...query,
    names: fill(query.names, values),
    hosts: fill(query.hosts, values),
    ...(query.labels === undefined ? {} : { labels: fill(query.labels, values) }),
  };
}

/** `{{device}}` from the labels of a series; a label it does not have is nothing. */
export function legendOf(
  template: string | undefined,
  name: string,
  labels: Readonly<Record<string, string>>,
  host: string | null,
): string {
  if (template === undefined || template === '') {
    return [Object.values(labels).join(' '), host].filter(Boolean).join(' · ') || name;
  }
  return template.replace(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g, (_, label: string) =>
    label === 'host' ? (host ?? '') : label === 'name' ? name : (labels[label] ?? ''),
  );
}

export function isMultiple(variable: DashboardVariable): boolean {
  return variable.kind !== 'text' && variable.multiple;
}

import { errorCodes, operations, permissions, type Role, rolePermissions, roles } from '@vigie/contract';

const mark = '<!-- Generated from packages/contract by npm run docs; do not edit. -->';

function page(title: string, intro: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return `${[mark, `# ${title}`, '', intro, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

export function operationReference(): string {
  return page(
    'Operations',
    'Every read and every change of Vigie. Each has the same input, permission and risk at every door: the page, the HTTP API and the command line. Shapes are in the OpenAPI document, `/api/openapi.json`, and on `/docs`.',
    ['Operation', 'Kind', 'What it does', 'HTTP', 'Command', 'Permission'],
    operations.map((operation) => [
      `\`${operation.id}\``,
      operation.kind,
      operation.describe.en,
      operation.http.map((route) => `\`${route.method} ${route.path}\``).join('<br>'),
      operation.id === 'setup.complete' ? '–' : `\`vigie ${operation.id.replace('.', ' ')}\``,
      `\`${operation.permission}\``,
    ]),
  );
}

export function errorReference(): string {
  return page(
    'Error codes',
    'Every error is `{"error": sentence, "code": code, "details": [...], "requestId": id}`. The sentence is in the language of the person; programs rely on the code, which is never reused.',
    ['Code', 'Status', 'English', 'French'],
    Object.entries(errorCodes).map(([name, code]) => [`\`${name}\``, String(code.status), code.message.en, code.message.fr]),
  );
}

export function permissionReference(): string {
  const holders = (name: string) => roles.filter((role: Role) => [...rolePermissions[role]].some((held) => held === name)).join(', ');
  return page(
    'Permissions',
    'A door without a declared permission does not open. Each operation names exactly one.',
    ['Permission', 'English', 'French', 'Roles'],
    Object.entries(permissions).map(([name, text]) => [`\`${name}\``, text.en, text.fr, holders(name)]),
  );
}

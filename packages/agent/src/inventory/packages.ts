import type { EventFields } from '@vigie/contract/agent';

type Row = readonly [string, EventFields];

/** dpkg's status file (deb822): what is installed, by name and architecture. */
export function parseDpkg(text: string): Row[] {
  return text.split('\n\n').flatMap((paragraph): Row[] => {
    const name = field(paragraph, 'Package');
    const version = field(paragraph, 'Version');
    const status = field(paragraph, 'Status');
    if (name === null || version === null || !status?.endsWith(' installed')) {
      return [];
    }
    const architecture = field(paragraph, 'Architecture');
    return [[architecture === null || architecture === 'all' ? name : `${name}:${architecture}`, { version }]];
  });
}

/** apk's database: `P:` name, `V:` version. */
export function parseApk(text: string): Row[] {
  return text.split('\n\n').flatMap((paragraph): Row[] => {
    const name = /^P:(.*)$/m.exec(paragraph)?.[1];
    const version = /^V:(.*)$/m.exec(paragraph)?.[1];
    return name === undefined || version === undefined ? [] : [[name, { version }]];
  });
}

function field(paragraph: string, name: string): string | null {
  const start = paragraph.startsWith(`${name}: `) ? 0 : paragraph.indexOf(`\n${name}: `) + 1;
  if (start === 0 && !paragraph.startsWith(`${name}: `)) {
    return null;
  }
  const end = paragraph.indexOf('\n', start);
  return paragraph.slice(start + name.length + 2, end < 0 ? undefined : end);
}

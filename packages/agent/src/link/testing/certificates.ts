import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const openssl = '/usr/bin/openssl';
export const hasOpenssl = existsSync(openssl);

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  issue(name: string): Certificate;
}

/** An authority for one test, and certificates that it signed for 127.0.0.1. */
export function buildAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-ca-'));
  const run = (...words: string[]) => {
    const { exitCode, stderr } = Bun.spawnSync([openssl, ...words], { cwd: folder, stderr: 'pipe' });
    if (exitCode !== 0) {
      throw new Error(`openssl ${words[0]}: ${stderr.toString()}`);
    }
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key'];
  try {
    run('req', '-x509', ...newKey, '-out', 'cert', '-subj', '/CN=authority', '-days', '2');
    const authority = { certificate: readFileSync(join(folder, 'cert'), 'utf8'), key: readFileSync(join(folder, 'key'), 'utf8') };
    return { ...authority, issue: (name) => issue(authority, name) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function issue(authority: Certificate, name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-cert-'));
  const path = (file: string) => join(folder, file);
  try {
    writeFileSync(path('ca'), authority.certificate);
    writeFileSync(path('ca-key'), authority.key);
    const names = name === 'server' ? 'DNS:vigie-server' : `URI:vigie:host:${name}`;
    const words = [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        path('key'),
        '-out',
        path('cert'),
      ],
      ...['-CA', path('ca'), '-CAkey', path('ca-key'), '-subj', `/CN=${name}`, '-days', '2'],
      ...['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
    ];
    const { exitCode, stderr } = Bun.spawnSync([openssl, ...words], { stderr: 'pipe' });
    if (exitCode !== 0) {
      throw new Error(`openssl: ${stderr.toString()}`);
    }
    return { certificate: readFileSync(path('cert'), 'utf8'), key: readFileSync(path('key'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAuthority, hasOpenssl } from '../link/testing/certificates.ts';
import { type AgentIdentity, readIdentity, saveIdentity } from './identity-file.ts';
import { HeldIdentity, Renewal } from './renewal.ts';

const dayMs = 86_400_000;

describe.skipIf(!hasOpenssl)('the renewal of a certificate (needs openssl)', () => {
  let folder: string;
  let first: AgentIdentity;
  let time: number;
  const authority = hasOpenssl ? buildAuthority() : null;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-renewal-'));
    const pair = authority?.issue('host-1');
    first = {
      hostId: 'host-1',
      serverUrl: 'wss://x:1',
      authority: authority?.certificate ?? '',
      ...(pair ?? { certificate: '', key: '' }),
      proxy: null,
    };
    saveIdentity(folder, first);
    time = Date.now();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const renewal = () => {
    const held = new HeldIdentity(first);
    return { held, renewal: new Renewal(held, { stateDir: folder, wallMs: () => time }) };
  };

  test('asks for nothing while the certificate is young, and for a new key each time when it is not', async () => {
    const { renewal: one } = renewal();
    expect(await one.request()).toBe(null);
    time += 1.5 * dayMs;
    const [a, b] = [await one.request(), await one.request()];
    expect(a).toContain('BEGIN PUBLIC KEY');
    expect(b).not.toBe(a);
  });

  test('takes no certificate that was not asked for, is of another key, another host or another authority, and keeps the old', async () => {
    const { held, renewal: one } = renewal();
    const stranger = buildAuthority();
    expect(one.take(first.certificate)).rejects.toThrow('not for this host');
    time += 1.5 * dayMs;
    await one.request();
    for (const certificate of [first.certificate, authority?.issue('host-2').certificate ?? '', stranger.issue('host-1').certificate]) {
      expect(one.take(certificate)).rejects.toThrow('not for this host');
    }
    expect(one.take('nonsense')).rejects.toThrow();
    expect([held.certificate, readIdentity(folder)]).toEqual([first.certificate, first]);
  });
});

import { afterEach, describe, expect, it } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../platform/start-error.ts';
import { keyFileName, openVault } from '../platform/vault/index.ts';
import { agentName, needsRenewal, openAuthority } from './index.ts';

const dayMs = 86_400_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function bed() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-ca-'));
  folders.push(folder);
  const time = { ms: Date.now() };
  const directory = join(folder, 'ca');
  return { folder, directory, time, open: () => openAuthority({ directory, vault: openVault({ directory: folder }), now: () => time.ms }) };
}

const daysLeft = (pem: string, nowMs: number) => Math.round((Date.parse(new X509Certificate(pem).validTo) - nowMs) / dayMs);

describe('the authority', () => {
  it('is made once, for ten years, and its files are for their owner only', async () => {
    const { directory, time, open } = bed();
    const first = await open();
    await first.serverPair();
    const again = await open();
    expect(again.certificate).toBe(first.certificate);
    const certificate = new X509Certificate(first.certificate);
    expect([certificate.ca, certificate.publicKey.asymmetricKeyDetails?.namedCurve, daysLeft(first.certificate, time.ms)]).toEqual([
      true,
      'prime256v1',
      3650,
    ]);
    expect((statSync(directory).mode & 0o777).toString(8)).toBe('700');
    expect(readdirSync(directory).sort()).toEqual(['ca.crt', 'ca.key', 'server.crt', 'server.key']);
    expect(readdirSync(directory).map((name) => (statSync(join(directory, name)).mode & 0o777).toString(8))).toEqual([
      '600',
      '600',
      '600',
      '600',
    ]);
  });

  it('stops the start, in both languages, when its files are damaged, and makes no other in their place', async () => {
    for (const [file, content] of [
      ['ca.key', 'nonsense'],
      ['ca.crt', 'nonsense'],
    ] as const) {
      const { directory, open } = bed();
      await open();
      writeFileSync(join(directory, file), content);
      const error = await open().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StartError);
      expect((error as StartError).text.fr).toContain('autorité de certification');
      expect(readFileSync(join(directory, file), 'utf8')).toBe(content);
    }
  });

  it('does not take the key of one authority with the certificate of another', async () => {
    const [one, other] = [bed(), bed()];
    await one.open();
    await other.open();
    writeFileSync(join(one.directory, 'ca.key'), readFileSync(join(other.directory, 'ca.key')));
    expect(await one.open().catch((thrown: unknown) => thrown)).toBeInstanceOf(StartError);
  });

  it('keeps its key sealed; one that an earlier version kept in clear is sealed at the next start', async () => {
    const { folder, directory, time, open } = bed();
    const first = await open();
    const path = join(directory, 'ca.key');
    const sealed = readFileSync(path, 'utf8');
    expect(sealed).toStartWith('vigie-sealed:1:');
    const binding = { purpose: 'authority-key', id: first.fingerprint };
    const clear = openVault({ directory: folder }).open(sealed.trim(), binding).plain.toString();
    expect(clear).toContain('PRIVATE KEY');
    writeFileSync(path, clear);
    const second = await open();
    expect(readFileSync(path, 'utf8')).toStartWith('vigie-sealed:1:');
    expect([second.certificate, second.hasSigned((await first.issueAgentPair('host-a')).certificate)]).toEqual([first.certificate, true]);

    const previousKey = readFileSync(join(folder, keyFileName), 'utf8').trim();
    rmSync(join(folder, keyFileName));
    const vault = openVault({ directory: folder, previousKey });
    expect((await openAuthority({ directory, vault, now: () => time.ms })).certificate).toBe(first.certificate);
    expect((await open()).certificate).toBe(first.certificate);
  });

  it('stops the start when the secret key is gone or another, says which to give, and changes nothing', async () => {
    const { folder, directory, time, open } = bed();
    await open();
    const sealed = readFileSync(join(directory, 'ca.key'), 'utf8');
    const other = openVault({ directory: folder, key: 'ab'.repeat(32) });
    const wrong = await openAuthority({ directory, vault: other, now: () => time.ms }).catch((thrown: unknown) => thrown);
    rmSync(join(folder, keyFileName));
    const missing = await open().catch((thrown: unknown) => thrown);
    for (const error of [wrong, missing]) {
      expect(error).toBeInstanceOf(StartError);
      expect((error as StartError).text.en).toContain('VIGIE_SECRET_KEY_FILE');
    }
    expect(existsSync(join(folder, keyFileName))).toBe(false);
    expect(readFileSync(join(directory, 'ca.key'), 'utf8')).toBe(sealed);
  });

  it('begins again after a kill in the middle of the first start', async () => {
    const { directory, open } = bed();
    await open();
    rmSync(join(directory, 'ca.crt'));
    expect(new X509Certificate((await open()).certificate).ca).toBe(true);
  });
});

describe('the certificate of the agent port', () => {
  it('is for every name of this machine, and for those given', async () => {
    const authority = await bed().open();
    const certificate = new X509Certificate((await authority.serverPair(['192.0.2.9', 'vigie.example.org', 'not a name'])).certificate);
    const names = ['localhost', 'vigie.example.org', ...(/^[A-Za-z0-9.-]+$/.test(hostname()) ? [hostname()] : [])];
    expect(names.map((name) => certificate.checkHost(name) !== undefined)).toEqual(names.map(() => true));
    expect(['127.0.0.1', '::1', '192.0.2.9', '192.0.2.10'].map((address) => certificate.checkIP(address) !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(authority.hasSigned(certificate.toString())).toBe(true);
  });

  it('is kept while it is good, and made again near its end, for a new name, under a new authority, or when damaged', async () => {
    const { directory, time, open } = bed();
    const authority = await open();
    const first = await authority.serverPair();
    expect(await authority.serverPair()).toEqual(first);
    const named = await authority.serverPair(['vigie.example.org']);
    expect(named).not.toEqual(first);
    expect(await authority.serverPair(['example.org'])).not.toEqual(named);
    time.ms += 336 * dayMs;
    const later = await authority.serverPair();
    expect(daysLeft(later.certificate, time.ms)).toBe(365);
    writeFileSync(join(directory, 'server.crt'), 'nonsense');
    const mended = await authority.serverPair();
    expect(mended).not.toEqual(later);
    rmSync(join(directory, 'ca.crt'));
    const newer = await open();
    const [before, after] = [mended, await newer.serverPair()];
    expect([newer.hasSigned(before.certificate), newer.hasSigned(after.certificate)]).toEqual([false, true]);
  });
});

describe('the certificate of an agent', () => {
  it('is for one host, for thirty days, and due for renewal after two thirds of them', async () => {
    const { time, open } = bed();
    const pair = await (await open()).issueAgentPair('host-a');
    const certificate = new X509Certificate(pair.certificate);
    expect([certificate.subject, certificate.subjectAltName, certificate.ca, daysLeft(pair.certificate, time.ms)]).toEqual([
      'CN=host-a',
      `URI:${agentName('host-a')}`,
      false,
      30,
    ]);
    expect([19, 21, 31].map((days) => needsRenewal(pair, time.ms + days * dayMs))).toEqual([false, true, true]);
  });
});

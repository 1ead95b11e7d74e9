import { describe, expect, it } from 'bun:test';
import { AuditEntrySchema, catalogue, type OperationOutput, text } from '@vigie/contract';
import { buildProcessRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';
import { presentAuditEntry } from './present.ts';
import type { SignInRecord } from './types.ts';

const auditor = buildActor({ role: 'auditor', id: 'auditor-1', email: 'audit@example.org' });
const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null, door: 'api' });
const signedIn: SignInRecord = {
  action: 'SIGNED_IN',
  user: 'ada@example.org',
  userId: 'user-1',
  address: '192.0.2.1',
  door: 'page',
  organizationId: 'organization-1',
  result: text('with a password', 'par mot de passe'),
};

async function setUp() {
  const hosts = createFakeHosts({ processes: [buildProcessRow({ pid: 50 })] });
  const test = await createTestRunner({ hosts });
  const list = async (input: object = {}, actor = auditor) => {
    const outcome = await test.runner.call(actor, 'audit.list', input);
    if (outcome.kind !== 'result') {
      throw new Error('expected a result');
    }
    return outcome.output as OperationOutput<'audit.list'>;
  };
  return { ...test, list };
}

describe('the audit trail', () => {
  it('has the members of ChatOps Commander’s form, in the language of the reader', async () => {
    const test = await setUp();
    await test.runner.call(token, 'process.signal', { pid: 50, signal: 'STOP' });
    const [entry] = (await test.list({}, { ...auditor, language: 'fr' })).items;
    expect(AuditEntrySchema.safeParse(entry).error).toBeUndefined();
    expect(entry).toMatchObject({
      timestamp: '2026-11-20T08:00:00.000Z',
      user: 'ci',
      userId: 'token-1',
      action: 'COMMAND_EXECUTED',
      command: 'process.signal STOP 50 (sleep)',
      serverId: 'host-1',
      serverName: 'db-02',
      riskLevel: 'MEDIUM',
      success: true,
      exitCode: 0,
      ipAddress: '192.0.2.1',
      door: 'api',
      targets: ['50@892734'],
      result: 'SIGSTOP envoyé à 50 (sleep)\u202f; constaté',
    });
  });

  it('holds who signed in, who was refused and who set it up', async () => {
    const test = await setUp();
    for (const action of ['SETUP_COMPLETED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT'] as const) {
      await test.audit.appendSignIn({ ...signedIn, action });
    }
    const { items } = await test.list();
    expect(items.map((entry) => [entry.action, entry.success])).toEqual([
      ['SIGNED_OUT', true],
      ['SIGN_IN_REFUSED', false],
      ['SIGNED_IN', true],
      ['SETUP_COMPLETED', true],
    ]);
    expect(items.every((entry) => AuditEntrySchema.safeParse(entry).success)).toBe(true);
  });

  it('keeps twenty refused sign-ins of an address in a minute and counts the rest', async () => {
    const test = await setUp();
    for (let count = 0; count < 50; count += 1) {
      await test.audit.appendSignIn({ ...signedIn, action: 'SIGN_IN_REFUSED', user: `guess-${count}` });
    }
    await test.audit.appendSignIn(signedIn);
    await test.audit.appendSignIn({ ...signedIn, action: 'SIGN_IN_REFUSED', address: '192.0.2.99' });
    expect((await test.list()).count).toBe(22);
    test.time.ms += 60_000;
    await test.audit.appendSignIn({ ...signedIn, action: 'SIGN_IN_REFUSED' });
    expect((await test.list({ limit: 1 })).items[0]?.result).toBe('with a password (and 30 more, not listed)');
  });

  it('is read in pages, newest first, without a gap when new records arrive', async () => {
    const test = await setUp();
    for (let count = 0; count < 7; count += 1) {
      await test.audit.appendSignIn({ ...signedIn, user: `user-${count}` });
    }
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: OperationOutput<'audit.list'> = await test.list({ limit: 3, ...(before === null ? {} : { before }) });
      seen.push(...page.items.map((entry) => entry.user));
      before = page.next;
      await test.audit.appendSignIn({ ...signedIn, user: 'late' });
    } while (before !== null);
    expect(seen).toEqual(['user-6', 'user-5', 'user-4', 'user-3', 'user-2', 'user-1', 'user-0']);
    expect((await test.list({ before: 'unknown' })).items).toEqual([]);
  });

  it('is found by text, by person and by operation', async () => {
    const test = await setUp();
    await test.audit.appendSignIn(signedIn);
    await test.audit.appendSignIn({ ...signedIn, user: '100%_sure', userId: 'user-9' });
    await test.runner.call(token, 'process.signal', { pid: 50, signal: 'STOP' });
    const found = async (input: object) => (await test.list(input)).items.map((entry) => entry.user);
    expect(await found({ q: 'SLEEP stop' })).toEqual(['ci']);
    expect(await found({ q: 'db-02' })).toEqual(['ci']);
    expect(await found({ q: 'mot de passe' })).toEqual(['100%_sure', 'ada@example.org']);
    expect(await found({ q: '%' })).toEqual(['100%_sure']);
    expect(await found({ q: '_' })).toEqual(['100%_sure']);
    expect(await found({ q: "' or 1=1 --" })).toEqual([]);
    expect(await found({ user: 'user-9' })).toEqual(['100%_sure']);
    expect(await found({ user: 'ada@example.org' })).toEqual(['ada@example.org']);
    expect(await found({ operation: 'process.signal' })).toEqual(['ci']);
  });

  it('belongs to one organization', async () => {
    const test = await setUp();
    await test.audit.appendSignIn(signedIn);
    const [mine] = (await test.list()).items;
    const stranger = { ...auditor, organizationId: 'organization-2' };
    expect((await test.list({}, stranger)).items).toEqual([]);
    expect((await test.list({ before: mine?.id }, stranger)).items).toEqual([]);
  });

  it('tells its listeners every new record and every end, until they leave', async () => {
    const test = await setUp();
    const heard: string[] = [];
    const leave = test.audit.onEntry((record) => heard.push(`${presentAuditEntry(record, 'en').action} ${record.state}`));
    await test.audit.appendSignIn(signedIn);
    await test.runner.call(token, 'process.signal', { pid: 50, signal: 'STOP' });
    leave();
    await test.audit.appendSignIn(signedIn);
    expect(heard).toEqual(['SIGNED_IN null', 'COMMAND_EXECUTED running', 'COMMAND_EXECUTED verified']);
  });

  it('survives a listener that throws', async () => {
    const test = await setUp();
    test.audit.onEntry(() => {
      throw new Error('bug');
    });
    await test.audit.appendSignIn(signedIn);
    expect((await test.list()).count).toBe(1);
    expect(test.reports).toHaveLength(1);
  });

  it('is closed to those without its permission, and refuses bad input', async () => {
    const test = await setUp();
    expect((await refusalOf(test.runner.call(buildActor({ role: 'viewer' }), 'audit.list', {}))).code).toBe('permission_denied');
    for (const input of [{ limit: 0 }, { limit: 1001 }, { limit: 'ten' }, { q: 'x'.repeat(501) }, { format: 'xml' }, { before: ['a'] }]) {
      expect((await refusalOf(test.runner.call(auditor, 'audit.list', input))).code).toBe('invalid_input');
    }
    expect(catalogue['audit.list'].permission).toBe('audit.read');
  });
});

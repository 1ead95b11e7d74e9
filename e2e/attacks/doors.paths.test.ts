import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { ownerToken } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';
import { exchange, statuses } from './parts/raw.ts';

/* S1: ways around the path, sent as bytes so that no library tidies them, and the agents' port without a good certificate. */
let vigie: Program;
beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(cleanUp);

const tricks = (path: string): string[] => {
  const [first = '', ...rest] = path.slice(1).split('/');
  const tail = rest.join('/');
  return [
    `/${path}`,
    `//${path}`,
    `/${first}//${tail}`,
    `/./${first}/${tail}`,
    `/${first}/./${tail}`,
    `/${first}/health/../${tail}`,
    `/${first}/health/%2e%2e/${tail}`,
    `/-/healthy/../../${first}/${tail}`,
    `/-/healthy/..;/../${first}/${tail}`,
    `/${first}%2f${tail}`,
    `/${first}%252f${tail}`,
    `/${first}/${tail}/`,
    `/${first}/${tail}//`,
    `/${first}/${tail};a=b`,
    `/${first};x/${tail}`,
    `/${first}/${tail}%00`,
    `/${first}/${tail}%20`,
    `/${first}/${tail}%0d%0aX-Auth-Token:%20${ownerToken}`,
    `/${first}/${tail}.json`,
    `/${first}/${tail}?x-auth-token=${ownerToken}`,
    `/${first}/${tail}?token=${ownerToken}`,
    `/${first.toUpperCase()}/${tail}`,
    `/${first}\\${tail}`,
    `/%61pi/${tail}`,
    `/${first}/${tail}#/api/health`,
    `http://127.0.0.1:1/${first}/${tail}`,
    `http://127.0.0.1:${vigie.port}/${first}/${tail}`,
  ];
};
const isData = (text: string): boolean => /"(items|settings|process|secret|columns|ticket)"\s*:/.test(text);
const head = (method: string, path: string, more = ''): string =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${vigie.port}\r\nConnection: close\r\n${more}\r\n`;

describe('tricks with the path', () => {
  for (const path of ['/api/processes', '/api/config', '/api/tokens', '/api/hosts', '/api/process/1', '/api/audit']) {
    it(`give nothing of ${path} away`, async () => {
      const answers = await Promise.all(
        tricks(path).map(async (trick) => ({ trick, text: await exchange(vigie.port, [head('GET', trick)]) })),
      );
      for (const { trick, text } of answers) {
        expect([trick, isData(text), statuses(text).length]).toEqual([trick, false, 1]);
      }
    });
  }

  it('do not open set-up again', async () => {
    const body = JSON.stringify({ code: 'aaaaa-aaaaa-aaaaa', name: 'Eve', email: 'eve@example.org', password: 'a password that is long' });
    const more = `Content-Type: application/json\r\nOrigin: ${vigie.url}\r\nContent-Length: ${body.length}\r\n`;
    const answers = await Promise.all(
      tricks('/api/setup').map(async (trick) => ({ trick, text: await exchange(vigie.port, [head('POST', trick, more) + body]) })),
    );
    for (const { trick, text } of answers) {
      expect([trick, [400, 404, 405, 409, 415, 421].includes(statuses(text)[0] ?? 0)]).toEqual([trick, true]);
    }
    expect((await ask(vigie.url, '/api/session')).body.setupRequired).toBe(false);
    expect(vigie.output()).not.toContain('Set-up code');
  });

  it('do not read files beside the page', async () => {
    const paths = [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%5c..%5cindex.html',
      '/....//....//etc/passwd',
      '/.sources',
      '/assets/',
    ];
    for (const path of paths) {
      const text = await exchange(vigie.port, [head('GET', path)]);
      expect([path, /root:|"workspaces"|"dependencies"/.test(text)]).toEqual([path, false]);
    }
  });

  it('with another name of the server are refused', async () => {
    for (const host of [
      'evil.example',
      `127.0.0.1.evil.example:${vigie.port}`,
      '169.254.169.254',
      '',
      'localhost@evil.example',
      'evil.example#localhost',
    ]) {
      const text = await exchange(vigie.port, [
        `GET /api/processes HTTP/1.1\r\nHost: ${host}\r\nX-Auth-Token: ${ownerToken}\r\nConnection: close\r\n\r\n`,
      ]);
      expect([host, isData(text), [400, 421].includes(statuses(text)[0] ?? 0)]).toEqual([host, false, true]);
    }
  });
});

describe('the port of agents', () => {
  /** What a TLS client gets for a plain request; empty when it is not let in. */
  function say(pair: { readonly cert?: string; readonly key?: string }, request: string): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const socket = connectTls({ port: vigie.agentPort, host: '127.0.0.1', rejectUnauthorized: false, ...pair });
      const finish = (): void => {
        socket.destroy();
        resolve(received);
      };
      socket.setTimeout(1_500, finish);
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
      });
      socket.on('error', finish);
      socket.on('close', finish);
      socket.on('secureConnect', () => socket.write(request));
    });
  }
  const read = (name: string): string => readFileSync(join(vigie.dataDir, name), 'utf8');
  const request = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Auth-Token: ${ownerToken}\r\nConnection: close\r\n\r\n`;

  it('says nothing without a certificate, with another authority’s, or without TLS', async () => {
    expect(await say({}, request('/api/processes'))).toBe('');
    const foreign = await makeDirectory();
    const made = Bun.spawnSync([
      '/usr/bin/openssl',
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=vigie agent',
      '-keyout',
      join(foreign, 'key.pem'),
      '-out',
      join(foreign, 'cert.pem'),
    ]);
    if (made.exitCode === 0) {
      const pair = { cert: readFileSync(join(foreign, 'cert.pem'), 'utf8'), key: readFileSync(join(foreign, 'key.pem'), 'utf8') };
      expect(await say(pair, request('/agent'))).toBe('');
    }
    expect(isData(await exchange(vigie.agentPort, [request('/api/processes')]))).toBe(false);
  });

  it('is no door of the API, not even with an agent’s own certificate', async () => {
    const names = ['agent/agent.crt', 'agent/agent.pem', 'agent/agent-cert.pem'].filter((name) => existsSync(join(vigie.dataDir, name)));
    expect(names.length).toBe(1);
    const pair = { cert: read(names[0] ?? ''), key: read('agent/agent.key') };
    for (const path of ['/api/processes', '/', '/api/health', '/agent', '/agent/../api/hosts', '//agent']) {
      const text = await say(pair, request(path));
      expect([path, isData(text), (statuses(text)[0] ?? 0) >= 400]).toEqual([path, false, true]);
    }
  });
});

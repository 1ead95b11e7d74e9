import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { ownerToken } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';
import { exchange, statuses } from './parts/raw.ts';

/* S1, S22: requests that no browser sends. Every one is answered or cut, once, without an error of ours in the log. */
let vigie: Program;
beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(cleanUp);

const token = `X-Auth-Token: ${ownerToken}\r\n`;
const json = 'Content-Type: application/json\r\n';
const host = (): string => `Host: 127.0.0.1:${vigie.port}\r\n`;
const post = (headers: string, body = '', path = '/api/processes/renice'): string =>
  `POST ${path} HTTP/1.1\r\n${host()}${token}${json}${headers}\r\n${body}`;
const smuggled = (): string => `GET /api/hosts HTTP/1.1\r\n${host()}${token}\r\n`;

async function healthy(): Promise<void> {
  expect((await ask(vigie.url, '/api/hosts/local')).status).toBe(200);
  expect(vigie.output()).not.toMatch(/ error /);
}

describe('a request of two lengths', () => {
  const cases: readonly [name: string, headers: string, body: string][] = [
    ['two lengths that differ', 'Content-Length: 2\r\nContent-Length: 60\r\n', '{}'],
    ['length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
    ['an encoding that is none', 'Content-Length: 2\r\nTransfer-Encoding: xchunked\r\n', '{}'],
    ['two encodings', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\n'],
    ['an encoding behind a tab', 'Content-Length: 5\r\nTransfer-Encoding:\tchunked\r\n', '0\r\n\r\n'],
    ['a blank before the colon', 'Content-Length : 2\r\n', '{}'],
    ['a negative length', 'Content-Length: -1\r\n', '{}'],
    ['a length in hexadecimal', 'Content-Length: 0x2\r\n', '{}'],
    ['a length with a sign', 'Content-Length: +2\r\n', '{}'],
    ['a length beyond every number', `Content-Length: ${'9'.repeat(40)}\r\n`, '{}'],
    ['chunks that are none', 'Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a chunk of a huge size', 'Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a folded header', 'X-A: b\r\n Content-Length: 5\r\n', ''],
    ['a bare line feed', 'X-A: b\nContent-Length: 2\r\n', '{}'],
  ];
  for (const [name, headers, body] of cases) {
    it(`is refused once, and nothing behind it is run: ${name}`, async () => {
      const answers = statuses(await exchange(vigie.port, [post(headers, body) + smuggled()], { quietMs: 300 }));
      expect([answers.length <= 1, answers.every((status) => status >= 400)]).toEqual([true, true]);
      await healthy();
    });
  }
});

describe('a request that is hardly one', () => {
  const cases: readonly [name: string, bytes: () => string][] = [
    ['an empty Host', () => `GET /api/hosts HTTP/1.1\r\nHost: \r\n${token}\r\n`],
    ['no Host, of HTTP/1.0', () => `GET /api/hosts HTTP/1.0\r\n${token}\r\n`],
    ['no Host', () => `GET /api/hosts HTTP/1.1\r\n${token}\r\n`],
    ['two Hosts', () => `GET /api/hosts HTTP/1.1\r\nHost: evil.example\r\n${host()}${token}\r\n`],
    ['an upgrade without Host', () => 'GET /api/live HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['HTTP/0.9', () => 'GET /api/hosts\r\n\r\n'],
    ['HTTP/2 in clear', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a method of its own', () => `FOO /api/hosts HTTP/1.1\r\n${host()}${token}\r\n`],
    ['TRACE', () => `TRACE /api/hosts HTTP/1.1\r\n${host()}${token}\r\n`],
    ['CONNECT', () => `CONNECT evil.example:80 HTTP/1.1\r\n${host()}${token}\r\n`],
    ['a NUL in a header', () => `GET /api/hosts HTTP/1.1\r\n${host()}${token}X-A: a\0b\r\n\r\n`],
    ['an address of 100,000 characters', () => `GET /api/processes?q=${'a'.repeat(100_000)} HTTP/1.1\r\n${host()}${token}\r\n`],
    ['a header of 1 MB', () => `GET /api/hosts HTTP/1.1\r\n${host()}${token}X-A: ${'a'.repeat(1_048_576)}\r\n\r\n`],
    ['10,000 headers', () => `GET /api/hosts HTTP/1.1\r\n${host()}${token}${'X-A: b\r\n'.repeat(10_000)}\r\n`],
    ['TLS on a port without', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['bytes that are nothing', () => '\0\xff\xfe'.repeat(1000)],
  ];
  for (const [name, bytes] of cases) {
    it(`is refused: ${name}`, async () => {
      const answers = statuses(await exchange(vigie.port, [bytes()], { quietMs: 400 }));
      expect([answers.length <= 1, answers.every((status) => (status >= 400 && status < 500) || status === 505)]).toEqual([true, true]);
      await healthy();
    });
  }
});

describe('a body', () => {
  const large = 'a'.repeat(10_485_760);
  it('of 10 MB is refused, told or in chunks, with and without a token', async () => {
    const anonymous = `POST /api/setup HTTP/1.1\r\n${host()}Origin: ${vigie.url}\r\n${json}`;
    for (const [head, body] of [
      [post(`Content-Length: ${large.length}\r\n`), large],
      [post('Transfer-Encoding: chunked\r\n'), `a00000\r\n${large}\r\n0\r\n\r\n`],
      [`${anonymous}Transfer-Encoding: chunked\r\n\r\n`, `a00000\r\n${large}\r\n0\r\n\r\n`],
    ] as const) {
      expect(statuses(await exchange(vigie.port, [head, body]))).toEqual([413]);
    }
    await healthy();
  });

  it('that is packed is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, '{"a":'));
    for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
      const answers = statuses(
        await exchange(vigie.port, [post(`Connection: close\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bomb.length}\r\n`), bomb]),
      );
      expect([coding, answers]).toEqual([coding, [400]]);
    }
    await healthy();
  });

  const shapes: readonly [name: string, body: string][] = [
    ['JSON 10,000 deep, lists', `{"targets":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['JSON 100,000 deep, objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['JSON that does not end', '{"a":'.repeat(10_000)],
    ['a list of 100,000 targets', `{"nice":1,"targets":[${Array(25_000).fill('{"pid":2}').join(',')}]}`],
    ['60,000 members', `{${Array.from({ length: 60_000 }, (_, index) => `"a${index}":1`).join(',')}}`],
    ['a lone surrogate and NUL', '{"nice":1,"host":"\\ud800\\u0000"}'],
    ['numbers beyond numbers', '{"nice":1e999,"pid":-1e999}'],
    ['not UTF-8', '{"host":"\xff\xfe"}'],
  ];
  for (const [name, body] of shapes) {
    it(`of a hostile shape is refused as invalid: ${name}`, async () => {
      const bytes = Buffer.from(body, 'latin1');
      expect(statuses(await exchange(vigie.port, [post(`Connection: close\r\nContent-Length: ${bytes.length}\r\n`), bytes]))).toEqual([
        400,
      ]);
      await healthy();
    });
  }

  it('with the same member twice has the value of the last in what is checked and in what is run', async () => {
    const child = Bun.spawn(['/bin/sleep', '600']);
    try {
      const body = `{"pid":1,"pid":${child.pid},"nice":1,"nice":3}`;
      const { status, body: answer } = await ask(vigie.url, '/api/processes/renice', { body });
      expect([status, answer.pid, answer.nice]).toEqual([200, child.pid, 3]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('that breaks off or never comes holds nothing up, and is not an error of ours', async () => {
    const slow = Array.from({ length: 200 }, () => exchange(vigie.port, [post('Content-Length: 1000\r\n', '{"n')], { quietMs: 2_500 }));
    const headless = Array.from({ length: 200 }, () =>
      exchange(vigie.port, [`GET /api/hosts HTTP/1.1\r\n${host()}X-A: `], { quietMs: 2_500 }),
    );
    const times: number[] = [];
    for (let index = 0; index < 50; index += 1) {
      const before = performance.now();
      expect((await ask(vigie.url, '/api/processes')).status).toBe(200);
      times.push(performance.now() - before);
    }
    console.log(`200 slow bodies and 200 slow heads beside: slowest of 50 lists ${Math.max(...times).toFixed(0)} ms`);
    const broken = exchange(
      vigie.port,
      [`POST /api/setup HTTP/1.1\r\n${host()}Origin: ${vigie.url}\r\n${json}Content-Length: 50\r\n\r\n{`],
      { quietMs: 100 },
    );
    await Promise.all([...slow, ...headless, broken]);
    await Bun.sleep(100);
    await healthy();
  });
});

import { describe, expect, test } from 'bun:test';
import { operations } from '@vigie/contract';
import { safeNext } from '../scenes/SignIn/next.ts';
import { errorOfAnswer } from './errors.ts';
import { buildRequest } from './route.ts';
import { routes } from './routes.generated.ts';

describe('routes', () => {
  test('the generated table is that of the catalogue', () => {
    for (const operation of operations) {
      expect(routes[operation.id as keyof typeof routes]).toEqual({
        kind: operation.kind,
        permission: operation.permission,
        routes: [...operation.http],
      });
    }
    expect(Object.keys(routes)).toHaveLength(operations.length);
  });

  test('takes the first path the input fits, and puts the rest into the body or the query', () => {
    expect(buildRequest(routes['process.signal'], { pid: 4312, signal: 'TERM', host: 'local' })).toEqual({
      method: 'POST',
      url: '/api/process/4312/signal',
      body: { signal: 'TERM', host: 'local' },
    });
    expect(buildRequest(routes['process.signal'], { targets: [{ pid: 1 }], signal: 'TERM' }).url).toBe('/api/processes/signal');
    expect(buildRequest(routes['process.list'], { q: 'user:postgres cpu>5', limit: undefined })).toEqual({
      method: 'GET',
      url: '/api/processes?q=user%3Apostgres+cpu%3E5',
      body: null,
    });
  });

  test('a path member cannot leave its place', () => {
    expect(buildRequest(routes['host.get'], { host: '../../api/tokens' }).url).toBe('/api/hosts/..%2F..%2Fapi%2Ftokens');
    expect(() => buildRequest(routes['token.revoke'], {})).toThrow(TypeError);
  });
});

describe('errors', () => {
  test('keep the code, the sentence, the details and the plan of the answer', () => {
    const error = errorOfAnswer(
      409,
      { code: 'confirmation_required', error: 'Confirm', plan: { hash: 'h' }, details: [{ path: 'pid', message: 'too big' }, 5] },
      'r1',
    );
    expect(error).toMatchObject({
      code: 'confirmation_required',
      message: 'Confirm',
      status: 409,
      plan: { hash: 'h' },
      details: [{ path: 'pid', message: 'too big' }],
      requestId: 'r1',
    });
  });

  test('an answer that is not ours still gives a sentence', () => {
    expect(errorOfAnswer(502, '<html>', null)).toMatchObject({ code: 'host_unreachable', message: 'The host does not answer' });
    expect(errorOfAnswer(401, { code: '__proto__' }, null).code).toBe('unauthenticated');
    expect(errorOfAnswer(418, null, null).code).toBe('internal');
  });
});

test.each([
  ['/activity?q=x', '/activity?q=x'],
  ['', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/\n/evil.example', '/'],
  ['/hosts/../..//evil', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('after the sign-in %j leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

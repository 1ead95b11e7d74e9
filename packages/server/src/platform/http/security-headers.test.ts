import { expect, it } from 'bun:test';
import { setSecurityHeaders } from './security-headers.ts';

function policyOf(api: boolean): string {
  const headers = new Headers();
  setSecurityHeaders(headers, { api, https: false });
  return headers.get('Content-Security-Policy') ?? '';
}

it('allows the page neither script nor style that stands in it', () => {
  expect(policyOf(false)).toContain("script-src 'self';");
  expect(policyOf(false)).toContain("style-src 'self';");
  expect(policyOf(false)).not.toContain('unsafe');
});

it('allows answers of the API nothing at all', () => {
  expect(policyOf(true)).toBe("default-src 'none'; frame-ancestors 'none'");
});

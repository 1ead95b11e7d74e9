/** Neither script nor style may stand in the page: it sets styles by script only, and `e2e/page.test.ts` fails on a violation. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const common: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Sets what every answer carries. Answers of the API are never kept by a cache and never a page of their own. */
export function setSecurityHeaders(headers: Headers, options: { readonly api: boolean; readonly https: boolean }): void {
  for (const [name, value] of Object.entries(common)) {
    headers.set(name, value);
  }
  headers.set('Content-Security-Policy', options.api ? "default-src 'none'; frame-ancestors 'none'" : pagePolicy);
  if (options.api && !headers.has('Cache-Control')) {
    headers.set('Cache-Control', 'no-store');
  }
  if (options.https) {
    headers.set('Strict-Transport-Security', 'max-age=31536000');
  }
}

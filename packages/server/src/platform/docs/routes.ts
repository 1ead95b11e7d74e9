import { createHash } from 'node:crypto';
import { type Language, languages } from '@vigie/contract';
import type { Route } from '../http/routes.ts';

/** The documents are made when somebody first asks, and kept: the schema library's part of it is not small. */
export function docsRoutes(): Route[] {
  const made = new Map<string, Promise<string>>();
  const once = (name: string, make: () => Promise<string>): Promise<string> => {
    const text = made.get(name) ?? make();
    made.set(name, text);
    return text;
  };
  return [
    {
      method: 'GET',
      path: '/api/openapi.json',
      permission: 'public',
      handle: async (context) =>
        cached(
          context.req.raw,
          'application/json',
          await once('openapi', async () => JSON.stringify((await import('./openapi.ts')).makeOpenApi())),
        ),
    },
    {
      method: 'GET',
      path: '/docs',
      permission: 'public',
      async handle(context) {
        const asked = context.req.query('lang');
        const language: Language = languages.find((known) => known === asked) ?? context.var.facts.language;
        return cached(
          context.req.raw,
          'text/html; charset=utf-8',
          await once(`page.${language}`, async () => (await import('./page.ts')).makeDocsPage(language)),
        );
      },
    },
    {
      method: 'GET',
      path: '/docs/style.css',
      permission: 'public',
      handle: async (context) =>
        cached(context.req.raw, 'text/css; charset=utf-8', await once('style', async () => (await import('./style.ts')).docsStyle)),
    },
  ];
}

function cached(request: Request, type: string, text: string): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"`;
  const headers = { 'Content-Type': type, ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Language' };
  return request.headers.get('if-none-match') === etag ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
}

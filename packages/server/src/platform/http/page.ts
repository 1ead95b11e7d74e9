import { type Language, text } from '@vigie/contract';
import type { Asset, AssetSource } from './assets.ts';

/** Answers for the page: its files, and its frame for every address the page draws itself. */
export function servePage(assets: AssetSource | null, request: Request, path: string, language: Language): Response {
  if (assets === null) {
    return new Response(`${notBuilt[language]}\n`, { status: 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  }
  const accept = request.headers.get('accept-encoding') ?? '';
  const file = assets.get(path === '/' ? '/index.html' : path, accept);
  if (file) {
    return answer(file, request);
  }
  // What has an ending is a file that does not exist, not an address of the page.
  const frame = /\.[a-z0-9]{1,8}$/i.test(path) ? null : assets.get('/index.html', accept);
  return frame
    ? answer(frame, request)
    : new Response('Not found\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

const notBuilt = text(
  'The page is not built: run npm run build. The API works.',
  'La page n’est pas construite : lancez npm run build. L’API fonctionne.',
);

function answer(asset: Asset, request: Request): Response {
  const headers = new Headers({
    'Content-Type': asset.type.startsWith('text/') && !asset.type.includes('charset') ? `${asset.type}; charset=utf-8` : asset.type,
    'Cache-Control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
  });
  if (request.headers.get('if-none-match') === asset.etag) {
    return new Response(null, { status: 304, headers });
  }
  if (asset.encoding) {
    headers.set('Content-Encoding', asset.encoding);
  }
  return new Response(request.method === 'HEAD' ? null : asset.body, { headers });
}

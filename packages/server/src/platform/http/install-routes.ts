import { AppError } from '@vigie/contract';
import type { Route } from './routes.ts';

/** What a host installs from, made by the feature that knows it. */
export interface InstallSource {
  readonly script: string;
  /** PEM. */
  readonly authority: string;
  /** `<sha256>  vigie-<platform>`, a line each. */
  checksums(): Promise<string>;
  /** Over these bytes, by the authority. */
  signature(): Promise<Uint8Array<ArrayBuffer>>;
  /** Null when there is none for this platform. */
  program(platform: string): Blob | null;
}

/** Open to everybody: a host that is about to join has nothing to show yet, and nothing here is secret. */
export function installRoutes({ install }: { readonly install: InstallSource }): Route[] {
  const route = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, permission: 'public', handle });
  return [
    route('/install.sh', async () => plain(install.script, 'text/x-shellscript')),
    route('/install/ca.crt', async () => plain(install.authority, 'application/x-pem-file')),
    route('/install/checksums', async () => plain(await install.checksums(), 'text/plain')),
    route('/install/checksums.sig', async () => binary(new Blob([await install.signature()]))),
    route('/install/{file}', async (context) => {
      const [, platform] = /^vigie-(linux-(?:x64|arm64))$/.exec(context.req.param('file') ?? '') ?? [];
      const program = platform === undefined ? null : install.program(platform);
      if (program === null) {
        throw new AppError('not_found');
      }
      return binary(program);
    }),
  ];
}

function plain(body: string, type: string): Response {
  return new Response(body, { headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' } });
}

function binary(body: Blob): Response {
  return new Response(body, { headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-cache' } });
}

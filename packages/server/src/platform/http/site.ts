import { isIP } from 'node:net';
import { AppError, text } from '@vigie/contract';
import type { ServerConfig } from '../config/index.ts';

export type SiteConfig = Pick<ServerConfig, 'listen' | 'publicUrl' | 'allowedHosts' | 'trustedProxies'>;

/** By which names this server may be called, and from which sites. */
export interface Site {
  /** Throws `host_header_denied`: another name that leads here is how a foreign page reaches a server on loopback. */
  requireHost(request: Request): void;
  /** Is the `Origin` one of our own? A request without one is allowed here. */
  isAllowedOrigin(request: Request, peer: string | null): boolean;
  /**
   * Throws `origin_denied` unless a browser that holds our cookies was on our own page. `by` tells how the caller was
   * recognised: a token in a header cannot be sent by a foreign page, so it needs no check.
   */
  requireSameSite(
    request: Request,
    context: { readonly peer: string | null; readonly by: 'token' | 'session' | 'none'; readonly hasCookie: boolean },
  ): void;
  /** The address the person is at: the peer's, or what a trusted proxy says. */
  clientAddress(request: Request, peer: string | null): string | null;
}

export function createSite(config: SiteConfig): Site {
  const wildcard = config.listen.host === '0.0.0.0' || config.listen.host === '::';
  const names = new Set(
    [
      'localhost',
      '127.0.0.1',
      '::1',
      config.listen.host.toLowerCase(),
      ...(config.publicUrl ? [bareName(config.publicUrl.host)] : []),
    ].filter((name) => name !== '0.0.0.0' && name !== '::'),
  );
  const further = new Set(config.allowedHosts);

  function isAllowedHost(host: string): boolean {
    const name = bareName(host);
    // An address cannot be made to lead elsewhere, as a name can; a server on every address is called by any of them.
    return names.has(name) || further.has(host) || further.has(name) || further.has(`[${name}]`) || (wildcard && isIP(name) !== 0);
  }

  function isTrusted(peer: string | null): boolean {
    return peer !== null && config.trustedProxies.includes(plainAddress(peer));
  }

  function originsOf(request: Request, peer: string | null): string[] {
    const host = hostOf(request);
    const scheme = isTrusted(peer) && request.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
    const own = host === config.publicUrl?.host || !isAllowedHost(host) ? [] : [withoutDefaultPort(scheme, host)];
    const named = [...further].filter((entry) => /:\d+$/.test(entry)).flatMap((entry) => [`http://${entry}`, `https://${entry}`]);
    return [...own, ...named, ...(config.publicUrl ? [config.publicUrl.origin] : [])];
  }

  function isAllowedOrigin(request: Request, peer: string | null): boolean {
    const origin = request.headers.get('origin');
    return origin === null || originsOf(request, peer).includes(origin);
  }

  return {
    isAllowedOrigin,
    requireHost(request) {
      const host = hostOf(request);
      if (!isAllowedHost(host)) {
        throw new AppError('host_header_denied', {
          message: text(
            'This address is not one of Vigie’s. If it should be, add it to allowedHosts (VIGIE_ALLOWED_HOSTS) or set publicUrl',
            'Cette adresse n’est pas celle de Vigie. Si elle devrait l’être, ajoutez-la à allowedHosts (VIGIE_ALLOWED_HOSTS) ou réglez publicUrl',
          ),
        });
      }
    },
    requireSameSite(request, { peer, by, hasCookie }) {
      if (by === 'token') {
        return;
      }
      const fetchSite = request.headers.get('sec-fetch-site');
      const foreign = fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none';
      if (request.method === 'GET' || request.method === 'HEAD') {
        if (foreign && hasCookie) {
          throw new AppError('origin_denied');
        }
        return;
      }
      // Every browser of these days sends Origin with a POST; cookies without it come from something else.
      const withoutOrigin = request.headers.get('origin') === null && hasCookie;
      if (foreign || withoutOrigin || !isAllowedOrigin(request, peer)) {
        throw new AppError('origin_denied');
      }
    },
    clientAddress(request, peer) {
      if (!isTrusted(peer)) {
        return peer === null ? null : plainAddress(peer);
      }
      // The nearest proxy writes at the end: the first from there that is no proxy of ours is the person's.
      const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
      const client = hops.toReversed().find((hop) => isIP(hop) !== 0 && !config.trustedProxies.includes(plainAddress(hop)));
      return plainAddress(client ?? peer ?? '');
    },
  };
}

function hostOf(request: Request): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
}

/** `[::1]:8088` → `::1`, `Vigie.example.org:443` → `vigie.example.org`. */
function bareName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(host);
  return bracketed?.[1] ?? host.replace(/:\d{1,5}$/, '');
}

function withoutDefaultPort(scheme: string, host: string): string {
  return `${scheme}://${host}`.replace(scheme === 'https' ? /:443$/ : /:80$/, '');
}

/** `::ffff:192.0.2.1`, as a socket of both families has it, is the IPv4 address. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

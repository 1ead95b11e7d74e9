import type { Language } from '@vigie/contract';
import type { Actor } from '../../operations/types.ts';
import type { Authentication } from '../auth/index.ts';

/** Who the socket's other end is. Absent in requests that come without a socket. */
export interface Peer {
  readonly address: string | null;
}

/** What the outer layers have found out about a request, for the inner ones. */
export interface RequestFacts {
  readonly requestId: string;
  readonly peer: string | null;
  readonly address: string | null;
  /** Of the person when known, otherwise of the browser. */
  language: Language;
  authentication: Authentication | null;
  /** `Set-Cookie` lines the answer must carry. */
  readonly setCookies: string[];
}

export interface HttpEnv {
  readonly Bindings: { readonly peer: Peer };
  readonly Variables: { readonly facts: RequestFacts; readonly actor: Actor };
}

/** What the live link needs of the world. */
export interface LiveDeps {
  /** Opens a socket to `/api/live`. */
  openSocket(): WebSocket;
  /** A one-use ticket. Throws when nobody is signed in. */
  ticket(): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1, for the jitter of retries. */
  random(): number;
}

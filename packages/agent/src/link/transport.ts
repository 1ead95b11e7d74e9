/** What a connection tells its owner. Nothing is told after `closed`. */
export interface ConnectionEvents {
  opened(): void;
  message(bytes: Uint8Array): void;
  /** Also when it could never be opened. Called once. */
  closed(reason: string): void;
}

export interface Connection {
  /** Never blocks and never throws; what cannot be sent is lost with the connection, which then closes. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedBytes: number;
  /** Orderly: what was sent before still arrives. */
  close(): void;
  /** At once, for a peer that no longer answers. */
  abort(): void;
}

/** A way to reach the server. An implementation tells events later, never from inside `connect`. */
export interface Transport {
  connect(events: ConnectionEvents): Connection;
}

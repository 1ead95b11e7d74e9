import type { SignalName } from '@vigie/contract';
import type { LogLevel } from '../log/index.ts';

export interface ListenAddress {
  /** Without brackets. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** Every setting in force, checked. */
export interface ServerConfig {
  readonly listen: ListenAddress;
  readonly agentListen: ListenAddress;
  /** `wss://name:port` that agents are given; null is the name they enrolled by. */
  readonly agentUrl: string | null;
  readonly dataDir: string;
  /** Null when no owner token is configured. */
  readonly token: string | null;
  /** 32 bytes in hexadecimal that open what is sealed; null when they are kept in the data directory. */
  readonly secretKey: string | null;
  /** The one before it, while what it sealed is sealed anew. */
  readonly previousSecretKey: string | null;
  readonly ownerEmail: string | null;
  readonly ownerPassword: string | null;
  readonly signals: readonly SignalName[];
  /** Origin under which people reach the page, for example `https://vigie.example.org`. */
  readonly publicUrl: URL | null;
  /** `name` or `name:port`, in lower case. */
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly allowInsecureListen: boolean;
  readonly logLevel: LogLevel;
}

import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { type SignalName, signalNames, type Text, text } from '@vigie/contract';
import { type LogLevel, logLevels } from '../log/index.ts';
import type { ListenAddress } from './types.ts';

/** Pure: what was written becomes a value, or a sentence that says what is expected. A value is text, or what YAML makes of it. */
type Parsed<T> = { readonly value: T } | { readonly error: Text };
export type Parse<T> = (raw: unknown) => Parsed<T>;

const wrong = (en: string, fr: string): { readonly error: Text } => ({ error: text(en, fr) });

export const parseListen: Parse<ListenAddress> = (raw) => {
  const match = typeof raw === 'string' ? /^(?:\[([0-9a-fA-F:.]+)\]|([^[\]:\s/]+)):(\d{1,5})$/.exec(raw.trim()) : null;
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (!host || port > 65_535 || !(isIP(host) !== 0 || /^[A-Za-z0-9.-]+$/.test(host))) {
    return wrong(
      'must be address:port, for example 127.0.0.1:8088 or [::1]:8088',
      'doit être adresse:port, par exemple 127.0.0.1:8088 ou [::1]:8088',
    );
  }
  return { value: { host, port } };
};

export const parseDirectory: Parse<string> = (raw) => {
  if (typeof raw !== 'string' || !isAbsolute(raw) || raw.includes('\0')) {
    return wrong('must be an absolute path', 'doit être un chemin absolu');
  }
  return { value: raw };
};

export const parseToken: Parse<string> = (raw) => {
  if (typeof raw !== 'string' || raw.length < 24 || raw.length > 512) {
    return wrong('must have 24 to 512 characters', 'doit avoir de 24 à 512 caractères');
  }
  if (!/^[\x21-\x7e]+$/.test(raw)) {
    return wrong(
      'must be printable ASCII without blanks: it travels in a header',
      'doit être en ASCII imprimable sans espace : il voyage dans un en-tête',
    );
  }
  return { value: raw };
};

export const parseSecretKey: Parse<string> = (raw) =>
  typeof raw === 'string' && /^[0-9a-f]{64}$/i.test(raw.trim())
    ? { value: raw.trim().toLowerCase() }
    : wrong('must be 64 hexadecimal digits: openssl rand -hex 32', 'doit avoir 64 chiffres hexadécimaux : openssl rand -hex 32');

export const parseEmail: Parse<string> = (raw) => {
  if (typeof raw !== 'string' || raw.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw)) {
    return wrong('must be an e-mail address', 'doit être une adresse e-mail');
  }
  return { value: raw.toLowerCase() };
};

export const parsePassword: Parse<string> = (raw) => {
  if (typeof raw !== 'string' || raw.length < 12 || raw.length > 256) {
    return wrong('must have 12 to 256 characters', 'doit avoir de 12 à 256 caractères');
  }
  return { value: raw };
};

export const parseSignals: Parse<readonly SignalName[]> = (raw) => {
  const names = parseList(raw).map((name) => name.toUpperCase().replace(/^SIG/, ''));
  const unknown = names.filter((name) => !signalNames.some((known) => known === name));
  if (names.length === 0 || unknown.length > 0) {
    return wrong(
      `must be a list of ${signalNames.join(', ')}${unknown.length > 0 ? `; not ${unknown.join(', ')}` : ''}`,
      `doit être une liste parmi ${signalNames.join(', ')}${unknown.length > 0 ? ` ; pas ${unknown.join(', ')}` : ''}`,
    );
  }
  return { value: signalNames.filter((name) => names.includes(name)) };
};

export const parsePublicUrl: Parse<URL> = (raw) => {
  const url = typeof raw === 'string' && URL.canParse(raw) ? new URL(raw) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    return wrong('must be an origin such as https://vigie.example.org', 'doit être une origine comme https://vigie.example.org');
  }
  return { value: url };
};

export const parseAgentUrl: Parse<string> = (raw) => {
  const url = typeof raw === 'string' && URL.canParse(raw) ? new URL(raw) : null;
  if (!url || url.protocol !== 'wss:' || url.pathname !== '/' || url.search || url.hash || url.username) {
    return wrong('must be an address such as wss://vigie.example.org:8443', 'doit être une adresse comme wss://vigie.example.org:8443');
  }
  return { value: `wss://${url.host}` };
};

export const parseHosts: Parse<readonly string[]> = (raw) => {
  const hosts = parseList(raw).map((host) => host.toLowerCase());
  const bad = hosts.filter((host) => !/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/.test(host));
  if (bad.length > 0) {
    return wrong(
      `must be names, each with or without :port; not ${bad.join(', ')}`,
      `doit être des noms, chacun avec ou sans :port ; pas ${bad.join(', ')}`,
    );
  }
  return { value: hosts };
};

export const parseAddresses: Parse<readonly string[]> = (raw) => {
  const addresses = parseList(raw);
  const bad = addresses.filter((address) => isIP(address) === 0);
  if (bad.length > 0) {
    return wrong(`must be IP addresses; not ${bad.join(', ')}`, `doit être des adresses IP ; pas ${bad.join(', ')}`);
  }
  return { value: addresses };
};

export const parseBoolean: Parse<boolean> = (raw) => {
  const word = typeof raw === 'string' ? raw.toLowerCase() : raw;
  if (word === true || word === 'true' || word === '1' || word === 'yes') {
    return { value: true };
  }
  if (word === false || word === 'false' || word === '0' || word === 'no') {
    return { value: false };
  }
  return wrong('must be true or false', 'doit être true ou false');
};

export const parseLogLevel: Parse<LogLevel> = (raw) => {
  const level = logLevels.find((known) => known === raw);
  return level ? { value: level } : wrong(`must be one of ${logLevels.join(', ')}`, `doit être parmi ${logLevels.join(', ')}`);
};

/** A YAML list, or text with commas. Anything that is no text becomes text, so that the caller's own check refuses it. */
function parseList(raw: unknown): string[] {
  const parts = Array.isArray(raw) ? raw.map(String) : String(raw).split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

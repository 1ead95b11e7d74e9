import { defaultSignals, type Text, text } from '@vigie/contract';
import type { Parse } from './parse.ts';
import * as parse from './parse.ts';
import type { ServerConfig } from './types.ts';

export type SettingOrigin = 'flag' | 'environment' | 'file' | 'default';

/** What the defaults depend on. */
interface Surroundings {
  readonly uid: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One setting. Its names follow from `key`: `processes.signals` is `--processes-signals` and `VIGIE_PROCESSES_SIGNALS`. */
export interface Setting<K extends keyof ServerConfig = keyof ServerConfig> {
  readonly key: string;
  readonly member: K;
  readonly parse: Parse<NonNullable<ServerConfig[K]>>;
  readonly fallback: (surroundings: Surroundings) => ServerConfig[K];
  /** Never shown. It can also be given as the path of a file that holds it, under the same name with `File`. */
  readonly secret: boolean;
  readonly describe: Text;
  /** As a person would write it. */
  readonly present: (value: ServerConfig[K]) => string;
}

function setting<K extends keyof ServerConfig>(
  key: string,
  member: K,
  parseValue: Setting<K>['parse'],
  fallback: Setting<K>['fallback'],
  describe: Text,
  options: { readonly secret?: boolean; readonly present?: Setting<K>['present'] } = {},
): Setting {
  const present = options.present ?? ((value) => (value === null ? '' : String(value)));
  return { key, member, parse: parseValue, fallback, describe, secret: options.secret ?? false, present } as unknown as Setting;
}

const presentAddress = ({ host, port }: ServerConfig['listen']): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
const presentList = (values: readonly string[]): string => values.join(', ');

/** Every setting there is, in the order people read them. */
export const settings: readonly Setting[] = [
  setting(
    'listen',
    'listen',
    parse.parseListen,
    () => ({ host: '127.0.0.1', port: 8088 }),
    text('Where the page and the API are served', 'Où la page et l’API sont servies'),
    { present: presentAddress },
  ),
  setting(
    'agentListen',
    'agentListen',
    parse.parseListen,
    () => ({ host: '127.0.0.1', port: 8443 }),
    text('Where agents dial in, with mutual TLS', 'Où les agents se connectent, en TLS mutuel'),
    { present: presentAddress },
  ),
  setting(
    'agentUrl',
    'agentUrl',
    parse.parseAgentUrl,
    () => null,
    text(
      'Address agents are told to dial, when it is not the name they joined by: behind a proxy or another port',
      'Adresse que les agents appellent, si ce n’est pas le nom par lequel ils ont rejoint : derrière un mandataire ou un autre port',
    ),
  ),
  setting(
    'dataDir',
    'dataDir',
    parse.parseDirectory,
    defaultDataDir,
    text(
      'Folder of the databases and keys; one server at a time uses it',
      'Dossier des bases et des clés ; un seul serveur à la fois s’en sert',
    ),
  ),
  setting(
    'token',
    'token',
    parse.parseToken,
    () => null,
    text('Owner token for automation, 24 characters at least', 'Jeton de propriétaire pour l’automatisation, 24 caractères au moins'),
    { secret: true },
  ),
  setting(
    'secretKey',
    'secretKey',
    parse.parseSecretKey,
    () => null,
    text(
      'Key that opens sealed secrets, 64 hexadecimal digits; when absent, secret.key in the data directory',
      'Clé qui ouvre les secrets scellés, 64 chiffres hexadécimaux ; à défaut, secret.key dans le dossier des données',
    ),
    { secret: true },
  ),
  setting(
    'previousSecretKey',
    'previousSecretKey',
    parse.parseSecretKey,
    () => null,
    text(
      'The key before it, for one start: what it sealed is sealed anew',
      'La clé d’avant, le temps d’un démarrage : ce qu’elle a scellé est scellé de nouveau',
    ),
    { secret: true },
  ),
  setting(
    'ownerEmail',
    'ownerEmail',
    parse.parseEmail,
    () => null,
    text('Creates the owner at the first start, with ownerPassword', 'Crée le propriétaire au premier démarrage, avec ownerPassword'),
  ),
  setting(
    'ownerPassword',
    'ownerPassword',
    parse.parsePassword,
    () => null,
    text(
      'Password of that owner, 12 characters at least; used at the first start only',
      'Mot de passe de ce propriétaire, 12 caractères au moins ; ne sert qu’au premier démarrage',
    ),
    { secret: true },
  ),
  setting(
    'processes.signals',
    'signals',
    parse.parseSignals,
    () => defaultSignals,
    text('Signals that may be sent', 'Signaux qui peuvent être envoyés'),
    { present: presentList },
  ),
  setting(
    'publicUrl',
    'publicUrl',
    parse.parsePublicUrl,
    () => null,
    text('Address under which people reach the page, behind a proxy', 'Adresse à laquelle on atteint la page, derrière un mandataire'),
    { present: (url) => url?.origin ?? '' },
  ),
  setting(
    'allowedHosts',
    'allowedHosts',
    parse.parseHosts,
    () => [],
    text('Further names by which this server may be called', 'Autres noms par lesquels ce serveur peut être appelé'),
    { present: presentList },
  ),
  setting(
    'trustedProxies',
    'trustedProxies',
    parse.parseAddresses,
    () => [],
    text('Proxies whose X-Forwarded-For and -Proto are believed', 'Mandataires dont on croit X-Forwarded-For et -Proto'),
    { present: presentList },
  ),
  setting(
    'allowInsecureListen',
    'allowInsecureListen',
    parse.parseBoolean,
    () => false,
    text(
      'Allows `listen` beyond loopback without TLS: passwords and tokens can be read on the way',
      'Permet `listen` hors de la boucle locale sans TLS : mots de passe et jetons peuvent être lus en chemin',
    ),
  ),
  setting('log.level', 'logLevel', parse.parseLogLevel, () => 'info', text('debug, info, warn or error', 'debug, info, warn ou error')),
];

/** `processes.signals` → `VIGIE_PROCESSES_SIGNALS`, `agentListen` → `VIGIE_AGENT_LISTEN`. */
export function environmentName(key: string): string {
  return `VIGIE_${words(key).join('_').toUpperCase()}`;
}

/** `processes.signals` → `--processes-signals`. */
export function flagName(key: string): string {
  return `--${words(key).join('-').toLowerCase()}`;
}

function words(key: string): string[] {
  return key.replace(/([a-z])([A-Z])/g, '$1.$2').split('.');
}

function defaultDataDir({ uid, environment }: Surroundings): string {
  if (uid === 0) {
    return '/var/lib/vigie';
  }
  return `${environment.XDG_STATE_HOME || `${environment.HOME ?? '/tmp'}/.local/state`}/vigie`;
}

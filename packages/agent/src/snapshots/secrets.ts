/*
 * Secrets in command lines and environments are masked before they leave the host. What is masked is a guess on the
 * safe side: a value that only looks like a secret is masked too.
 */

export const mask = '••••';

const secretWords =
  /passw(?:or)?d|pass(?:phrase|code)|(?:^|[^a-z]|db|user|root|admin|mysql|pg|smtp|mail)pass(?:$|[^a-z])|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|encryption[-_]?key|(?:^|[-_])key(?:$|[-_])|credential|(?:^|[-_])auth(?:$|[-_]|orization)|dsn$|cookie|(?:^|[-_])jwt|session[-_]?id|signature|salt$|bearer/i;
/** Names that only sound like one: paths of files, and what desktop sessions set. */
const harmlessWords =
  /(?:_|-)(?:file|path|dir|type|name|url_path|ttl|timeout|size|length|id_type)$|^(?:ssh_auth_sock|xdg_session_id|gpg_tty|keymap)$/i;

/** Does the name of a variable or an option announce a secret? */
export function isSecretName(name: string): boolean {
  // camelCase is read as words: dbPassword, apiKey.
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretWords.test(words) && !harmlessWords.test(words);
}

const jsonWebToken = /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/;
const knownPrefixes =
  /^(?:gh[pousr]_|github_pat_|glpat-|xox[abposr]-|sk-|sk_live_|rk_live_|AKIA|ASIA|AIza|hf_|npm_|dop_v1_|shpat_|ya29\.|-----BEGIN )/;

/** Bits per character (Shannon); words of languages stay under 3.5 at such lengths, random text above 4. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** Does the value itself look like a secret, whatever its name? */
export function isSecretValue(value: string): boolean {
  if (jsonWebToken.test(value) || (value.length >= 16 && knownPrefixes.test(value))) {
    return true;
  }
  if (value.length < 32 || value.length > 512 || !/^[\w+/=-]+$/.test(value) || value.startsWith('/')) {
    return false;
  }
  const isHex = /^[0-9a-f]+$/i.test(value);
  const mixes = /[0-9]/.test(value) && /[a-z]/i.test(value);
  return mixes && entropy(value) >= (isHex ? 3 : 4);
}

const urlUserInfo = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/@:]{0,200}):([^\s@]{1,500})@/gi;
const urlUserOnly = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/@:]{20,500})@/gi;
const urlParameter = /([?&;])([\w.-]{1,80})=([^&\s;]{1,2000})/g;

/** Passwords in addresses (`postgres://user:password@host`) and secret parameters of their query. */
function maskAddresses(value: string): string {
  if (!value.includes('://')) {
    return value;
  }
  return value
    .replaceAll(urlUserInfo, `$1$2:${mask}@`)
    .replaceAll(urlUserOnly, `$1${mask}@`)
    .replaceAll(urlParameter, (whole, separator: string, name: string) => (isSecretName(name) ? `${separator}${name}=${mask}` : whole));
}

export function maskVariable(name: string, value: string): { readonly value: string; readonly masked: boolean } {
  if (value !== '' && (isSecretName(name) || isSecretValue(value))) {
    return { value: mask, masked: true };
  }
  const masked = maskAddresses(value);
  return { value: masked, masked: masked !== value };
}

const longOption = /^(--?[a-z][\w.-]*)(?:=(.*))?$/is;
const assignment = /^([a-z_][\w.-]*)=(.+)$/is;
const header = /((?:proxy-)?authorization\s*:\s*(?:basic|bearer|token)?\s*|x-[\w-]*(?:token|key)\s*:\s*|cookie\s*:\s*)(\S.*)$/is;
/** Programs whose `-p…` is a password stuck to the letter; alone, it asks for one. */
const passwordAfterP = /^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin|mysqlimport|mysqlshow|sshpass)$/;
/** Programs whose `-u` takes `user:password`, or whose `-a` or `-w` takes the password. */
const userOption: Readonly<Record<string, string>> = {
  curl: '-u',
  wget: '-u',
  'redis-cli': '-a',
  ldapsearch: '-w',
  ldapmodify: '-w',
  ldapadd: '-w',
};

/** The command line with its secrets masked; every other argument stays as it is, and so does their number. */
export function maskArguments(argv: readonly string[]): readonly string[] {
  const program = (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1);
  let changed = false;
  let nextIsSecret = false;
  let nextIsUser = false;
  const masked = argv.map((argument, index) => {
    const wasSecret: boolean = nextIsSecret;
    const wasUser: boolean = nextIsUser;
    nextIsSecret = false;
    nextIsUser = false;
    let result = argument;
    if (index > 0) {
      if (wasSecret && !argument.startsWith('--')) {
        result = mask;
      } else if (wasUser) {
        const colon = argument.indexOf(':');
        result = program === 'curl' || program === 'wget' ? (colon < 0 ? argument : `${argument.slice(0, colon + 1)}${mask}`) : mask;
      } else {
        result = maskArgument(argument, program);
        nextIsUser = userOption[program] === argument;
        nextIsSecret = isSecretOptionAlone(argument, program);
      }
    } else if (argument.length > 20) {
      // A program that writes its own title puts everything in the first.
      result = maskAddresses(argument);
    }
    changed ||= result !== argument;
    return result;
  });
  return changed ? masked : argv;
}

function isSecretOptionAlone(argument: string, program: string): boolean {
  if (program === 'sshpass' && argument === '-p') {
    return true;
  }
  const option = longOption.exec(argument);
  return option?.[2] === undefined && option?.[1] !== undefined && option[1].length > 2 && isSecretName(option[1].replace(/^-+/, ''));
}

function maskArgument(argument: string, program: string): string {
  if (passwordAfterP.test(program) && /^-p./.test(argument)) {
    return `-p${mask}`;
  }
  const option = longOption.exec(argument) ?? assignment.exec(argument);
  if (option?.[1] !== undefined && option[2] !== undefined && option[2] !== '') {
    const value = isSecretName(option[1].replace(/^-+/, '')) || isSecretValue(option[2]) ? mask : maskAddresses(option[2]);
    return `${option[1]}=${value}`;
  }
  const line = header.exec(argument);
  if (line?.[1] !== undefined) {
    return `${argument.slice(0, line.index)}${line[1]}${mask}`;
  }
  return isSecretValue(argument) && !argument.startsWith('-') ? mask : maskAddresses(argument);
}

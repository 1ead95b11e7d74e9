import { type Language, type Operation, operations } from '@vigie/contract';
import { flagsOf } from '../core/arguments.ts';

const words = {
  en: {
    usage: 'Usage',
    commands: 'Commands',
    programs: 'Programs',
    flags: 'Flags',
    common: 'Every command takes',
    needed: 'needed',
    def: 'default',
    intro: 'Vigie sees, guards and steers Linux hosts.',
    server: 'start the server and the agent of this machine',
    agent: 'start an agent (the server does it for this machine)',
    config: 'show the configuration in force (config show --effective) or check it (config validate)',
    login: 'keep the address of the server and a token for the next commands',
    version: 'the version',
    completion: 'a completion script: bash, zsh or fish',
    serverFlag: 'address of the server',
    tokenFlag: 'token to sign in with (better: VIGIE_TOKEN or VIGIE_TOKEN_FILE)',
    output: 'human, json or csv',
    yes: 'run the plan without asking',
    dry: 'only show the plan',
    lang: 'en or fr',
  },
  fr: {
    usage: 'Usage',
    commands: 'Commandes',
    programs: 'Programmes',
    flags: 'Options',
    common: 'Toute commande accepte',
    needed: 'obligatoire',
    def: 'défaut',
    intro: 'Vigie voit, garde et pilote des hôtes Linux.',
    server: 'démarre le serveur et l’agent de cette machine',
    agent: 'démarre un agent (le serveur le fait pour cette machine)',
    config: 'montre la configuration en vigueur (config show --effective) ou la vérifie (config validate)',
    login: 'garde l’adresse du serveur et un jeton pour les commandes suivantes',
    version: 'la version',
    completion: 'un script de complétion : bash, zsh ou fish',
    serverFlag: 'adresse du serveur',
    tokenFlag: 'jeton de connexion (mieux : VIGIE_TOKEN ou VIGIE_TOKEN_FILE)',
    output: 'human, json ou csv',
    yes: 'exécute le plan sans demander',
    dry: 'montre seulement le plan',
    lang: 'en ou fr',
  },
} as const;

/** Operations a person calls; the set-up belongs to the page. */
export const commandOperations: readonly Operation[] = operations.filter((operation) => operation.id !== 'setup.complete');

export function formatHelp(language: Language): string {
  const word = words[language];
  const programs: [string, string][] = [
    ['server', word.server],
    ['agent', word.agent],
    ['config', word.config],
    ['login', word.login],
    ['completion', word.completion],
    ['version', word.version],
  ];
  const commands = commandOperations.map((operation): [string, string] => [operation.id.replace('.', ' '), operation.title[language]]);
  return [
    `${word.intro}\n\n${word.usage}: vigie <command>`,
    `\n${word.programs}`,
    columns(programs),
    `\n${word.commands}`,
    columns(commands),
    `\n${word.common}`,
    columns(commonFlags(language)),
  ].join('\n');
}

export function formatOperationHelp(operation: Operation, language: Language): string {
  const word = words[language];
  const flags = flagsOf(operation);
  const names = operation.command?.positionals ?? [];
  const positionals = names.map((name) => (flags.find((flag) => flag.member === name)?.required ? `<${name}>` : `[${name}]`));
  const rows = flags.map((flag): [string, string] => {
    const extras = [
      flag.choices.join('|'),
      flag.required && !names.includes(flag.member) ? word.needed : '',
      flag.fallback === null ? '' : `${word.def} ${flag.fallback}`,
    ].filter((extra) => extra !== '');
    return [
      `--${flag.name}`,
      [flag.description[language], extras.length > 0 ? `(${extras.join('; ')})` : ''].filter((part) => part !== '').join(' '),
    ];
  });
  return [
    operation.describe[language],
    `\n${word.usage}: vigie ${operation.id.replace('.', ' ')} ${positionals.join(' ')}`.trimEnd(),
    `\n${word.flags}`,
    columns(rows),
    `\n${word.common}`,
    columns(commonFlags(language)),
  ].join('\n');
}

function commonFlags(language: Language): [string, string][] {
  const word = words[language];
  return [
    ['--server', word.serverFlag],
    ['--token', word.tokenFlag],
    ['-o, --output', word.output],
    ['-y, --yes', word.yes],
    ['--dry-run', word.dry],
    ['--lang', word.lang],
  ];
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, describe]) => `  ${name.padEnd(width)}  ${describe}`.trimEnd()).join('\n');
}

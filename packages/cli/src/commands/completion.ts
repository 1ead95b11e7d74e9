// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are the shell’s own.
import { text } from '@vigie/contract';
import { flagsOf } from '../core/arguments.ts';
import { exitCodes } from '../core/exit-codes.ts';
import { CommandFailure } from '../core/failure.ts';
import { commandOperations } from './help.ts';

const programs = ['server', 'agent', 'config', 'login', 'completion', 'version', 'help'];

function verbsOf(noun: string): string[] {
  return commandOperations
    .filter((operation) => operation.id.startsWith(`${noun}.`))
    .map((operation) => operation.id.slice(noun.length + 1));
}

function nouns(): string[] {
  return [...new Set(commandOperations.map((operation) => operation.id.split('.')[0] ?? ''))];
}

function flagNames(id: string): string[] {
  const operation = commandOperations.find((known) => known.id === id);
  return [...(operation ? flagsOf(operation).map((flag) => `--${flag.name}`) : []), '--output', '--yes', '--dry-run', '--server', '--help'];
}

/** The script of one shell, made from the catalogue: nouns, verbs and flags. */
export function formatCompletion(shell: string | undefined): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return `#compdef vigie\nautoload -U +X bashcompinit && bashcompinit\n${bash()}`;
    case 'fish':
      return fish();
    default:
      throw new CommandFailure(text('Name a shell: bash, zsh or fish', 'Nommez un interpréteur : bash, zsh ou fish'), exitCodes.usage);
  }
}

function bash(): string {
  const cases = nouns().map((noun) => `    ${noun}) words="${verbsOf(noun).join(' ')}" ;;`);
  const flagCases = commandOperations.map(
    (operation) => `    "${operation.id.replace('.', ' ')}") words="${flagNames(operation.id).join(' ')}" ;;`,
  );
  return [
    '_vigie() {',
    '  local words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${[...nouns(), ...programs].join(' ')}"`,
    '  elif [ "$COMP_CWORD" -eq 2 ]; then',
    '    case "${COMP_WORDS[1]}" in',
    ...cases,
    '    esac',
    '  else',
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...flagCases,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _vigie vigie',
  ].join('\n');
}

function fish(): string {
  const lines = [`complete -c vigie -f`, `complete -c vigie -n __fish_use_subcommand -a "${[...nouns(), ...programs].join(' ')}"`];
  for (const noun of nouns()) {
    lines.push(`complete -c vigie -n "__fish_seen_subcommand_from ${noun}" -a "${verbsOf(noun).join(' ')}"`);
  }
  return lines.join('\n');
}

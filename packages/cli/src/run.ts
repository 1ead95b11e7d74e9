import { productVersion, text } from '@vigie/contract';
import { formatCompletion } from './commands/completion.ts';
import { commandOperations, formatHelp } from './commands/help.ts';
import { login } from './commands/login.ts';
import { runOperation } from './commands/operation.ts';
import { exitCodes } from './core/exit-codes.ts';
import { CommandFailure } from './core/failure.ts';
import { type CommandIo, processIo } from './core/io.ts';
import { languageOf } from './core/settings.ts';
import { hostText } from './output/host-text.ts';

/** Runs one command of the command line; gives the exit code. It speaks to the server by its API only. */
export async function runCommand(words: readonly string[], io: CommandIo = processIo()): Promise<number> {
  try {
    return await dispatch(words, io);
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    // It may repeat what was asked, or what a host is called.
    const say = (message: string) => io.err(message.split('\n').map(hostText).join('\n'));
    say(`vigie: ${error.text[languageOf(io.environment)]}`);
    for (const line of error.lines) {
      say(line);
    }
    return error.exitCode;
  }
}

async function dispatch(words: readonly string[], io: CommandIo): Promise<number> {
  const [noun, verb, ...rest] = words;
  switch (noun) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      io.out(formatHelp(languageOf(io.environment)));
      return exitCodes.ok;
    case 'version':
    case '--version':
      io.out(`vigie ${productVersion}`);
      return exitCodes.ok;
    case 'login':
      return login(words.slice(1), io);
    case 'completion':
      io.out(formatCompletion(verb));
      return exitCodes.ok;
    default:
      return runOperation(requireOperation(noun, verb), rest, io);
  }
}

/** `processes list` is understood as `process list`. */
function requireOperation(noun: string, verb: string | undefined) {
  const candidates = [noun, noun.replace(/es$/, ''), noun.replace(/s$/, '')];
  const ofNoun = commandOperations.filter((operation) => candidates.includes(operation.id.split('.')[0] ?? ''));
  const found = ofNoun.find((operation) => operation.id.endsWith(`.${verb}`));
  if (found) {
    return found;
  }
  const verbs = ofNoun.map((operation) => operation.id.split('.')[1]).join(', ');
  throw new CommandFailure(
    ofNoun.length > 0
      ? text(`vigie ${noun} takes one of: ${verbs}`, `vigie ${noun} attend l’un de : ${verbs}`)
      : text(`“${noun}” is not a command; vigie help lists them`, `« ${noun} » n’est pas une commande ; vigie help les liste`),
    exitCodes.usage,
  );
}

import { type Language, type Operation, type Plan, text } from '@vigie/contract';
import { type ParsedArguments, parseArguments } from '../core/arguments.ts';
import { type CallAnswer, callOperation } from '../core/client.ts';
import { exitCodes } from '../core/exit-codes.ts';
import { CommandFailure } from '../core/failure.ts';
import type { CommandIo } from '../core/io.ts';
import { readSettings, type Settings } from '../core/settings.ts';
import { formatAnswer, type OutputFormat, outputFormat } from '../output/answer.ts';
import { hostJson } from '../output/host-text.ts';
import { formatPlan } from '../output/plan.ts';
import { formatOperationHelp } from './help.ts';

/** Runs `vigie noun verb …` for any operation of the catalogue. */
export async function runOperation(operation: Operation, words: readonly string[], io: CommandIo): Promise<number> {
  const { input, common } = parseArguments(operation, words);
  const settings = readSettings(
    { server: stringOf(common.server), token: stringOf(common.token), language: stringOf(common.lang) },
    io.environment,
  );
  if (common.help) {
    io.out(formatOperationHelp(operation, settings.language));
    return exitCodes.ok;
  }
  const format = outputFormat(common);
  const answer = await callOperation(settings, operation, input, common['dry-run'] && operation.kind === 'action' ? { dry_run: true } : {});
  if (answer.kind === 'output') {
    io.out(formatAnswer(operation, answer.output, format, { width: io.width, language: settings.language }));
    return successOf(answer.output) ? exitCodes.ok : exitCodes.failed;
  }
  showPlan(answer.plan, format, io, settings.language);
  if (common['dry-run']) {
    return exitCodes.ok;
  }
  await requireConsent(common, answer.plan, io);
  return await runPlan({ settings, operation, input, format, io }, answer.plan);
}

interface Running {
  readonly settings: Settings;
  readonly operation: Operation;
  readonly input: Record<string, unknown>;
  readonly format: OutputFormat;
  readonly io: CommandIo;
}

async function runPlan({ settings, operation, input, format, io }: Running, plan: Plan): Promise<number> {
  const password = plan.needsPassword ? await askPassword(io, settings.language) : undefined;
  const done: CallAnswer = await callOperation(settings, operation, input, {
    confirm: plan.hash,
    ...(password === undefined ? {} : { password }),
  });
  if (done.kind === 'plan') {
    showPlan(done.plan, format, io, settings.language);
    throw new CommandFailure(
      text(
        'The situation has changed since the plan was shown; nothing was done',
        'La situation a changé depuis le plan ; rien n’a été fait',
      ),
      exitCodes.notConfirmed,
    );
  }
  io.out(formatAnswer(operation, done.output, format, { width: io.width, language: settings.language }));
  return successOf(done.output) ? exitCodes.ok : exitCodes.failed;
}

async function requireConsent(common: ParsedArguments['common'], plan: Plan, io: CommandIo): Promise<void> {
  if (common.yes) {
    return;
  }
  if (!io.interactive) {
    throw new CommandFailure(
      text('This needs a confirmation: add --yes', 'Ceci demande une confirmation : ajoutez --yes'),
      exitCodes.notConfirmed,
    );
  }
  const answer = (await io.ask(`\n${plan.button}? [y/N] `)).trim().toLowerCase();
  if (!['y', 'yes', 'o', 'oui'].includes(answer)) {
    throw new CommandFailure(text('Nothing was done', 'Rien n’a été fait'), exitCodes.notConfirmed);
  }
}

async function askPassword(io: CommandIo, language: Language): Promise<string> {
  if (!io.interactive) {
    throw new CommandFailure(
      text(
        'A critical action asks for the password, and there is no terminal to ask on',
        'Une action critique demande le mot de passe, et il n’y a pas de terminal pour cela',
      ),
      exitCodes.notConfirmed,
    );
  }
  return io.ask(language === 'fr' ? 'Mot de passe : ' : 'Password: ', { secret: true });
}

/** A person reads the plan on standard error; a program gets it as JSON on standard output. */
function showPlan(plan: Plan, format: OutputFormat, io: CommandIo, language: Language): void {
  if (format === 'json') {
    io.out(hostJson({ plan }));
  } else {
    io.err(formatPlan(plan, language));
  }
}

function successOf(output: unknown): boolean {
  return !(typeof output === 'object' && output !== null && 'ok' in output && output.ok === false);
}

function stringOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

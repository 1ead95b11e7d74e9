import { AppError, type ErrorDetail, type Operation, type Text, text } from '@vigie/contract';
import * as z from 'zod';
import type { CallOptions } from '../../operations/types.ts';
import { requireSafeName } from './safe-json.ts';

export interface CallInput {
  readonly input: Record<string, unknown>;
  readonly options: Pick<CallOptions, 'confirm' | 'dryRun' | 'password'>;
}

/**
 * Path, query and body as one input. A member that stands in two of them with two values is a mistake, so that nobody
 * checks the one and runs the other. `confirm`, `dry_run` and `password` of an action are the runner's, unless the
 * operation declares a member of that name itself.
 */
export function readInput(
  operation: Operation,
  parts: {
    readonly path: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly body: Readonly<Record<string, unknown>>;
  },
): CallInput {
  const input: Record<string, unknown> = {};
  const details: ErrorDetail[] = [];
  const sources = [Object.entries(parts.path), [...parts.query.entries()], Object.entries(parts.body)];
  for (const entries of sources) {
    const seen = new Set<string>();
    for (const [name, value] of entries) {
      requireSafeName(name);
      if (seen.has(name)) {
        details.push({ path: name, message: text('is given more than once', 'est donné plusieurs fois') });
      } else if (Object.hasOwn(input, name) && !isSame(input[name], value)) {
        details.push({ path: name, message: text('is given twice with two values', 'est donné deux fois avec deux valeurs') });
      } else {
        // The body's value has its type; a path or a query has only text.
        input[name] = value;
      }
      seen.add(name);
    }
  }
  const options = operation.kind === 'action' ? takeOptions(operation, input, details) : {};
  if (details.length > 0) {
    throw new AppError('invalid_input', { details });
  }
  return { input, options };
}

/** One of the two is the text of a path or a query. No object is: turning one into text may throw. */
function isSame(left: unknown, right: unknown): boolean {
  return typeof left !== 'object' && typeof right !== 'object' && String(left) === String(right);
}

const optionTypes = {
  confirm: { schema: z.string().min(1).max(200), message: text('must be the hash of a plan', 'doit être le hachage d’un plan') },
  dry_run: {
    schema: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]),
    message: text('must be true or false', 'doit être true ou false'),
  },
  password: { schema: z.string().min(1).max(256), message: text('must be text', 'doit être du texte') },
} as const;

function takeOptions(operation: Operation, input: Record<string, unknown>, details: ErrorDetail[]): CallInput['options'] {
  const take = <T>(name: keyof typeof optionTypes, schema: z.ZodType<T>, message: Text): T | undefined => {
    if (!Object.hasOwn(input, name) || declares(operation, name)) {
      return undefined;
    }
    const value = input[name];
    delete input[name];
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      details.push({ path: name, message });
      return undefined;
    }
    return parsed.data;
  };
  const confirm = take('confirm', optionTypes.confirm.schema, optionTypes.confirm.message);
  const dryRun = take('dry_run', optionTypes.dry_run.schema, optionTypes.dry_run.message);
  const password = take('password', optionTypes.password.schema, optionTypes.password.message);
  return { confirm, dryRun, password };
}

/** Has the operation's own input a member of this name? */
function declares(operation: Operation, name: string): boolean {
  const schema: unknown = operation.input;
  return schema instanceof z.ZodObject && Object.hasOwn(schema.shape, name);
}

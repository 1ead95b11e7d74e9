/*
 * Checks of what the server sends, by hand: the schema library costs more memory than the rest of the agent.
 * Each check returns a new value made of known members only, or throws `invalid_input` and names the member.
 */
import { AppError, text } from '@vigie/contract/agent';

export type Check<T> = (value: unknown, path: string) => T;

function invalid(path: string, en: string, fr: string): AppError {
  return new AppError('invalid_input', {
    message: text(`The host refuses this command: ${path} ${en}`, `L’hôte refuse cette commande\u00a0: ${path} ${fr}`),
    details: [{ path, message: text(en, fr) }],
  });
}

export function integer(min: number, max: number): Check<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw invalid(path, `must be a whole number from ${min} to ${max}`, `doit être un entier de ${min} à ${max}`);
    }
    return value;
  };
}

export function string(maxLength: number): Check<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length > maxLength) {
      throw invalid(path, `must be a text of at most ${maxLength} characters`, `doit être un texte d’au plus ${maxLength} caractères`);
    }
    return value;
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Check<T> {
  return (value, path) => {
    const found = values.find((known) => known === value);
    if (found === undefined) {
      throw invalid(path, `must be one of ${values.join(', ')}`, `doit être parmi ${values.join(', ')}`);
    }
    return found;
  };
}

export const boolean: Check<boolean> = (value, path) => {
  if (typeof value !== 'boolean') {
    throw invalid(path, 'must be true or false', 'doit être vrai ou faux');
  }
  return value;
};

export function listOf<T>(item: Check<T>, min: number, max: number): Check<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) {
      throw invalid(path, `must be a list of ${min} to ${max} items`, `doit être une liste de ${min} à ${max} éléments`);
    }
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  };
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null ? null : check(value, path));
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

/** Members that are not named are left behind, so nothing unknown travels further. */
export function object<S extends Record<string, Check<unknown>>>(shape: S): Check<{ [K in keyof S]: ReturnType<S[K]> }> {
  const names = Object.keys(shape) as (keyof S & string)[];
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid(path, 'must be an object', 'doit être un objet');
    }
    const given = new Map(Object.entries(value));
    return Object.fromEntries(names.map((name) => [name, shape[name]?.(given.get(name), `${path}.${name}`)])) as {
      [K in keyof S]: ReturnType<S[K]>;
    };
  };
}

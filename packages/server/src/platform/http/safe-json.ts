import { AppError, text } from '@vigie/contract';

const depthMost = 32;
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/** Throws `invalid_input` for what is nested too deeply, and for names that could reach a prototype. Walks without recursion. */
export function requireSafeJson(root: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, depth } = item;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (depth >= depthMost) {
      throw new AppError('invalid_input', {
        details: [
          {
            path: '',
            message: text(`must not be nested more than ${depthMost} deep`, `ne doit pas être imbriqué sur plus de ${depthMost} niveaux`),
          },
        ],
      });
    }
    for (const name of Object.keys(value)) {
      requireSafeName(name);
      open.push({ value: Reflect.get(value, name), depth: depth + 1 });
    }
  }
}

export function requireSafeName(name: string): void {
  if (forbiddenNames.has(name)) {
    throw new AppError('invalid_input', {
      details: [{ path: name, message: text('is not a name to use here', 'n’est pas un nom à employer ici') }],
    });
  }
}

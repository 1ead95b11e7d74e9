const secretNames = new Set(['password', 'secret', 'code', 'token']);

/** A copy of an input that may be stored and shown: members that hold secrets are masked, at any depth. */
export function redactSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(redactSecrets);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, secretNames.has(name) ? '•••' : redactSecrets(member)]));
  }
  return value;
}

/** As the contract's `setup.complete` asks. */
export const minPasswordLength = 12;

export interface PasswordRules {
  readonly length: boolean;
  readonly person: boolean;
  readonly variety: boolean;
}

/** What a password keeps of the rules; the length is the server's, the others keep a person from the worst. */
export function checkPassword(password: string, name: string, email: string): PasswordRules {
  const folded = password.toLowerCase();
  const own = [name, email, email.split('@')[0] ?? ''].map((word) => word.trim().toLowerCase()).filter((word) => word.length >= 4);
  return {
    length: [...password].length >= minPasswordLength,
    person: password !== '' && !own.some((word) => folded.includes(word)),
    variety: new Set(password).size >= 5,
  };
}

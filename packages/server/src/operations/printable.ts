/**
 * A name from a host inside one of our own sentences: control, format and line-separating characters become visible
 * escapes, so that a record stays one line and reads in one direction. At most 100 characters.
 */
export function printable(name: string): string {
  const cut = name.length > 100 ? `${name.slice(0, 99)}…` : name;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

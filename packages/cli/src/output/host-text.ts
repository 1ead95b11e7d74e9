/** Control characters, marks that reverse the direction of writing, line separators, and what takes no place at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const obeyed = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that comes from a host, made safe for a terminal: what a terminal would obey is shown as an escape, never sent. */
export function hostText(value: string): string {
  return value.replace(obeyed, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The same for JSON: its own escapes, so that a program reads exactly what was there. */
export function hostJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(obeyed, (character) =>
    // Of the control characters only the line ends of the form itself are left by then.
    character === '\n' ? character : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

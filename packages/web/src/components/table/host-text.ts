/* biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about. */
/* biome-ignore-all lint/suspicious/noMisleadingCharacterClass: so are joiners and selectors. */

/** C0, DEL, C1, line and paragraph separators, everything that turns the direction or hides, and lone surrogates. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\e', '\0': '\\0' };

function escapeOf(character: string): string {
  const known = names[character];
  if (known !== undefined) {
    return known;
  }
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** Text that a host wrote, safe to show: what would move, hide, turn or break it becomes a visible escape. */
export function hostText(text: string): string {
  return text.replace(unsafe, escapeOf);
}

/** The same, in pieces, so that a page can show the escapes apart from the text. */
export function hostTextParts(text: string): readonly { readonly text: string; readonly escape: boolean }[] {
  const parts: { text: string; escape: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(unsafe)) {
    if (match.index > from) {
      parts.push({ text: text.slice(from, match.index), escape: false });
    }
    parts.push({ text: escapeOf(match[0]), escape: true });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) {
    parts.push({ text: text.slice(from), escape: false });
  }
  return parts;
}

/** "Can be undone: back to nice 0" says itself whether it can: its first words are strong. Without them the page says it before. */
export function splitUndo(text: string): { readonly head: string | null; readonly rest: string } {
  const match = /^([^:.]{4,48}?)\s?:\s(.+)$/s.exec(text);
  const [, head, rest] = match ?? [];
  return head === undefined || rest === undefined
    ? { head: null, rest: text }
    : { head: `${head}.`, rest: rest.charAt(0).toUpperCase() + rest.slice(1) };
}

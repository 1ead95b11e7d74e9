/** Hides the last items of a legend that lacks room, and says how many. The item after them is the one that says it. */
export function fitLegend(head: HTMLElement, more: (count: number) => string): void {
  const list = head.querySelector<HTMLElement>('.legend');
  const items = [...(list?.children ?? [])] as HTMLElement[];
  const rest = items.pop();
  if (!list || !rest) {
    return;
  }
  for (const item of items) {
    item.hidden = false;
  }
  rest.hidden = true;
  let shown = items.length;
  while (shown > 1 && list.scrollWidth > list.clientWidth + 1) {
    shown -= 1;
    const item = items[shown];
    if (item) {
      item.hidden = true;
    }
    rest.hidden = false;
    rest.textContent = more(items.length - shown);
  }
}

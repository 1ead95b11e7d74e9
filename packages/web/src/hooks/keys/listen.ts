import { type KeyBinding, keyScopes, matchKeys, nameOfKey } from './registry.ts';

const sequenceMs = 1200;
const typingElements = 'input, textarea, select, [contenteditable="true"]';
/** What floats keeps its keys to itself. */
const modal = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  const field = target.closest(typingElements);
  return field !== null && !(field instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'range'].includes(field.type));
}

function reachable(target: EventTarget | null, within: (() => HTMLElement | null) | null): boolean {
  if (within) {
    const root = within();
    return root !== null && target instanceof Node && root.contains(target);
  }
  return !(target instanceof HTMLElement && target.closest(modal));
}

/** One listener for the whole page; returns its end. */
export function listenToKeys(): () => void {
  let pressed: string[] = [];
  let lastAt = 0;

  const handleKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) {
      return;
    }
    const typing = isTyping(event.target);
    pressed = event.timeStamp - lastAt < sequenceMs && !typing ? [...pressed, nameOfKey(event)] : [nameOfKey(event)];
    lastAt = event.timeStamp;
    const candidates: KeyBinding[] = keyScopes()
      .filter((scope) => reachable(event.target, scope.within))
      .flatMap((scope) => scope.bindings)
      .filter((binding) => binding.whenTyping || !typing);

    for (const keys of pressed.length > 1 ? [pressed, pressed.slice(-1)] : [pressed]) {
      const whole = candidates.find((binding) => matchKeys(keys, binding.key) === 'whole');
      if (whole) {
        pressed = [];
        if (whole.run(event) !== false) {
          event.preventDefault();
        }
        return;
      }
      if (candidates.some((binding) => matchKeys(keys, binding.key) === 'start')) {
        pressed = [...keys];
        return;
      }
    }
    pressed = [];
  };

  document.addEventListener('keydown', handleKey);
  return () => document.removeEventListener('keydown', handleKey);
}

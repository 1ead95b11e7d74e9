/** One key of a page. */
export interface KeyBinding {
  /**
   * `j`, `U` (as typed), `Space`, `Enter`, `F5`, `Ctrl+k`, `Shift+ArrowLeft`, a sequence `g p`, or several ways `F9|k`.
   * Browser keys (F5, Ctrl+…) only with `within`, but for Ctrl+k.
   */
  readonly key: string;
  /** What it does, in the language of the person. */
  readonly label: string;
  /** Returning false lets the key through to the browser. */
  run(event: KeyboardEvent): void | false;
  /** Also while the person types in a field. */
  readonly whenTyping?: boolean;
  /** Works, but the list of keys does not show it. */
  readonly hidden?: boolean;
}

export interface KeyScope {
  /** Head of its group in the list of keys. */
  readonly title: string;
  readonly bindings: readonly KeyBinding[];
  /** Asked after every other, listed last: the frame of the page. */
  readonly base: boolean;
  /** The keys only work while the focus is inside. */
  readonly within: (() => HTMLElement | null) | null;
}

const scopes: KeyScope[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly KeyScope[] = [];

function publish(): void {
  snapshot = [...scopes];
  for (const listener of listeners) {
    listener();
  }
}

/** The newest scope is asked first; those of the base last. */
export function addKeyScope(scope: KeyScope): () => void {
  if (scope.base) {
    scopes.push(scope);
  } else {
    scopes.unshift(scope);
  }
  publish();
  return () => {
    scopes.splice(scopes.indexOf(scope), 1);
    publish();
  };
}

export function keyScopes(): readonly KeyScope[] {
  return snapshot;
}

export function onKeyScopes(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The written form of a pressed key, to compare with a binding. */
export function nameOfKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  const shift = event.shiftKey && key.length > 1 ? 'Shift+' : '';
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const named = control !== '' && key.length === 1 ? key.toLowerCase() : key;
  return `${control}${event.altKey ? 'Alt+' : ''}${shift}${named}`;
}

/** How well the keys pressed so far fit one binding: whole, as the beginning of a sequence, or not. */
export function matchKeys(pressed: readonly string[], binding: string): 'whole' | 'start' | null {
  let best: 'start' | null = null;
  for (const way of waysOf(binding)) {
    const steps = way.split(' ');
    if (steps.length >= pressed.length && pressed.every((key, index) => steps[index] === key)) {
      if (steps.length === pressed.length) {
        return 'whole';
      }
      best = 'start';
    }
  }
  return best;
}

/** `F9|k` has two ways; a lone `|` is the key itself. */
export function waysOf(binding: string): readonly string[] {
  return binding === '|' ? ['|'] : binding.split('|');
}

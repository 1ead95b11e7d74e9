import { waysOf } from '../../hooks/keys/index.ts';

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** A key as a person reads it: `Ctrl+k` is `Ctrl K`. */
export function keyText(way: string): string {
  return way
    .split(' ')
    .map((step) =>
      (step === '+' ? ['+'] : step.split('+'))
        .map((part, index, parts) => signs[part] ?? (parts.length > 1 && index === parts.length - 1 ? part.toUpperCase() : part))
        .join(' '),
    )
    .join(' ');
}

/** Draws a binding as the keys that do it, one cap per way. */
export function Keys({ binding }: { readonly binding: string }) {
  return (
    <span className="inline-flex gap-1">
      {waysOf(binding).map((way) => (
        <kbd key={way}>{keyText(way)}</kbd>
      ))}
    </span>
  );
}

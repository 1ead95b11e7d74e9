import { createStore } from '../../lib/store.ts';

export type ToastTone = 'ok' | 'info' | 'warn' | 'bad' | 'unknown';

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly title: string;
  readonly description?: string | undefined;
  /** Offered until the time is over; the line below shows what is left. */
  readonly undo?: { readonly label: string; run(): void } | undefined;
  /** Null stays until it is closed. */
  readonly lastsMs: number | null;
}

export const toasts = createStore<readonly Toast[]>([]);
const atMost = 3;
let nextId = 1;

/**
 * Says what happened, bottom right. Errors stay; the rest leaves after 6 s, or 12 s with an undo.
 * Returns its end. At most three stand: the oldest that may leave makes room.
 */
export function showToast(
  toast: Omit<Toast, 'id' | 'lastsMs' | 'tone'> & { readonly tone?: ToastTone; readonly lastsMs?: number | null },
): () => void {
  const id = nextId++;
  const tone = toast.tone ?? 'ok';
  const stays = tone === 'bad' || tone === 'unknown';
  const lastsMs = toast.lastsMs === undefined ? (stays ? null : toast.undo ? 12_000 : 6000) : toast.lastsMs;
  const rest = [...toasts.get()];
  while (rest.length >= atMost) {
    const leaving = rest.findIndex((other) => other.lastsMs !== null);
    rest.splice(Math.max(0, leaving), 1);
  }
  toasts.set([...rest, { ...toast, id, tone, lastsMs }]);
  return () => closeToast(id);
}

export function closeToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

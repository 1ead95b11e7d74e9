import { CircleCheck, CircleHelp, CircleX, Info, TriangleAlert, Undo2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { useStore } from '../../lib/store.ts';
import { Button, IconButton } from '../ui/index.ts';
import { uiMessages } from '../ui/messages.ts';
import { closeToast, type Toast, type ToastTone, toasts } from './store.ts';

const icons: Readonly<Record<ToastTone, typeof Info>> = {
  ok: CircleCheck,
  info: Info,
  warn: TriangleAlert,
  bad: CircleX,
  unknown: CircleHelp,
};
const colours: Readonly<Record<ToastTone, string>> = {
  ok: 'text-ok-text',
  info: 'text-info-text',
  warn: 'text-warn-text',
  bad: 'text-bad-text',
  unknown: 'text-unknown-text',
};

/** Bottom right, above the status line; on a phone above the foot, full width. */
export function Toaster() {
  const shown = useStore(toasts);
  return (
    <div className="toasts" aria-live="polite">
      {shown.map((toast) => (
        <Notice key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function Notice({ toast }: { readonly toast: Toast }) {
  const t = useMessages(uiMessages);
  const [held, setHeld] = useState(false);
  const left = useTimeLeft(toast, held);
  const Icon = icons[toast.tone];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role; pointing at it only holds its time.
    <div
      role={toast.tone === 'bad' ? 'alert' : 'status'}
      className="float rise pointer-events-auto relative flex gap-2.5 overflow-hidden py-2.5 pr-2 pl-3"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={`i mt-0.5 ${colours[toast.tone]}`} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-sm text-strong">{toast.title}</p>
        {toast.description ? <p className="mt-0.5 text-secondary text-xs [overflow-wrap:anywhere]">{toast.description}</p> : null}
      </div>
      {toast.undo ? (
        <Button
          size="sm"
          onClick={() => {
            closeToast(toast.id);
            toast.undo?.run();
          }}
        >
          <Undo2 className="i-s" aria-hidden />
          {toast.undo.label}
        </Button>
      ) : null}
      <IconButton label={t('close')} className="size-[22px]" onClick={() => closeToast(toast.id)}>
        <X className="i-s" aria-hidden />
      </IconButton>
      {toast.lastsMs === null ? null : (
        <i className="absolute bottom-0 left-0 h-0.5 bg-accent-mark" style={{ width: `${(100 * left) / toast.lastsMs}%` }} aria-hidden />
      )}
    </div>
  );
}

/** Counts down only while nobody points at it or has the focus in it, then closes the toast. */
function useTimeLeft(toast: Toast, held: boolean): number {
  const [left, setLeft] = useState(toast.lastsMs ?? 0);
  useEffect(() => {
    if (toast.lastsMs === null || held) {
      return;
    }
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = now - last;
      last = now;
      setLeft((before) => Math.max(0, before - passed));
    }, 100);
    return () => clearInterval(timer);
  }, [toast.lastsMs, held]);
  useEffect(() => {
    if (toast.lastsMs !== null && left === 0) {
      closeToast(toast.id);
    }
  }, [left, toast]);
  return left;
}

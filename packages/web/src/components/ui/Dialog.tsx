import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { IconButton } from './IconButton.tsx';
import { uiMessages } from './messages.ts';

export const Dialog = Radix.Root;
export const DialogClose = Radix.Close;
export const DialogTitle = Radix.Title;

interface DialogContentProps extends ComponentProps<typeof Radix.Content> {
  /** Where on a wide screen; a phone always gets the whole screen unless `compact`. */
  readonly place?: 'centre' | 'top';
  readonly compact?: boolean;
}

/** A field if there is one, else the sheet itself: never the button that closes, whose tooltip would stand in the way. */
function focusFirst(event: Event): void {
  event.preventDefault();
  const sheet = event.currentTarget as HTMLElement;
  const first = sheet.querySelector<HTMLElement>('input:not([type="hidden"]), textarea, [role="combobox"]');
  (first ?? sheet).focus();
}

/** The raised sheet over a scrim. It needs a `DialogTitle` inside. Focus is kept in it and returns where it came from. */
export function DialogContent({ className, place = 'centre', compact = false, children, ...props }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="scrim" />
      <Radix.Content
        aria-describedby={undefined}
        onOpenAutoFocus={focusFirst}
        className={cn(
          'dialog fixed left-1/2 z-[var(--z-dialog)] flex max-h-[calc(100dvh-32px)] w-[min(640px,calc(100vw-24px))] -translate-x-1/2 animate-[fade_var(--t-base)_var(--ease-out)] flex-col overflow-hidden outline-none focus-visible:shadow-3',
          place === 'centre' ? 'top-1/2 -translate-y-1/2' : 'top-[9vh]',
          compact
            ? ''
            : 'max-sm:inset-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-full max-sm:translate-x-0 max-sm:translate-y-0 max-sm:rounded-none',
          className,
        )}
        {...props}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** Head of a dialog: what it is, and the way out. */
export function DialogHead({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  const t = useMessages(uiMessages);
  return (
    <header className="flex h-12 flex-none items-center gap-3 border-line-strong border-b pr-2 pl-5">
      <DialogTitle className="clip font-semibold text-md text-strong">{title}</DialogTitle>
      <div className="ml-auto flex items-center gap-2">{children}</div>
      <DialogClose asChild>
        <IconButton label={t('close')} keyHint="Esc">
          <X className="i" aria-hidden />
        </IconButton>
      </DialogClose>
    </header>
  );
}

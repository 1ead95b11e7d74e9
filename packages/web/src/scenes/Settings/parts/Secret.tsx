import type { Token } from '@vigie/contract';
import { TriangleAlert } from 'lucide-react';
import { Button, CopyButton, Dialog, DialogContent, DialogHead } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';

/** The one time a secret is seen. A click beside the dialog does not close it: that would lose the secret. */
export function Secret({
  made,
  onClose,
}: {
  readonly made: { readonly token: Token; readonly secret: string } | null;
  readonly onClose: () => void;
}) {
  const t = useMessages(messages);
  return (
    <Dialog open={made !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent compact className="w-[min(600px,calc(100vw-16px))]" onInteractOutside={(event) => event.preventDefault()}>
        <DialogHead title={t('secretTitle', { name: made?.token.name ?? '' })} />
        <div className="flex flex-col gap-4 overflow-y-auto p-5">
          <p className="flex gap-2 text-sm">
            <TriangleAlert className="i mt-px text-warn-text" aria-hidden />
            {t('secretOnce')}
          </p>
          <div className="flex items-center gap-2">
            <code className="code min-w-0 flex-1 select-all text-strong!">{made?.secret}</code>
            <CopyButton text={made?.secret ?? ''} />
          </div>
          <div>
            <p className="sub-h mb-1">{t('secretUse')}</p>
            <code className="code block">{`curl -H 'X-Auth-Token: ${made?.secret ?? ''}' ${location.origin}/api/processes`}</code>
          </div>
          <div className="flex justify-end">
            <Button variant="primary" onClick={onClose}>
              {t('done')}
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

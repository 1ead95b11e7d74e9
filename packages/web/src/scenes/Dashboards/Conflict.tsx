import { Button, Dialog, DialogContent, DialogHead } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardMessages } from './messages.ts';

interface ConflictProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCopy: () => void;
  readonly onTheirs: () => void;
  readonly onOver: () => void;
}

/** Somebody else has saved meanwhile. Whatever is chosen, both are kept: theirs stays among the versions. */
export function Conflict({ open, onClose, onCopy, onTheirs, onOver }: ConflictProps) {
  const t = useMessages(dashboardMessages);
  const choose = (then: () => void) => () => {
    onClose();
    then();
  };
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent compact className="w-[min(520px,calc(100vw-16px))]">
        <DialogHead title={t('conflict')} />
        <div className="flex flex-col gap-4 p-5">
          <p className="text-sm">{t('conflictBody')}</p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="ghost" onClick={onClose}>
              {t('goOn')}
            </Button>
            <Button onClick={choose(onTheirs)}>{t('seeTheirs')}</Button>
            <Button onClick={choose(onOver)}>{t('saveOver')}</Button>
            <Button variant="primary" onClick={choose(onCopy)}>
              {t('saveCopy')}
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

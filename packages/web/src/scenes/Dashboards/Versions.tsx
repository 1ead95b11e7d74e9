import type { DashboardContent } from '@vigie/contract';
import { useEffect, useState } from 'react';
import { useOperation } from '../../api/index.ts';
import { Button, Dialog, DialogContent, DialogHead, Time } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardMessages } from './messages.ts';

/** What was saved before: a version that is restored becomes the draft, and is saved like any change. */
export function Versions({
  id,
  onClose,
  onRestore,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onRestore: (content: DashboardContent) => void;
}) {
  const t = useMessages(dashboardMessages);
  const { data } = useOperation('dashboard.versions', { id });
  const [chosen, setChosen] = useState<number | null>(null);
  const older = useOperation('dashboard.get', { id, version: chosen ?? 1 }, { enabled: chosen !== null });
  useEffect(() => {
    if (chosen !== null && older.data?.version === chosen) {
      onRestore(older.data.content);
      onClose();
    }
  }, [chosen, older.data, onRestore, onClose]);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHead title={t('versions')} />
        <ul className="dashboards-versions">
          {data?.items.map((item) => (
            <li key={item.version}>
              <b className="mono">{item.version}</b> <Time at={Date.parse(item.savedAt)} as="dateTime" />{' '}
              <span className="text-secondary">{item.savedBy}</span>
              <Button size="sm" onClick={() => setChosen(item.version)}>
                {t('restore')}
              </Button>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

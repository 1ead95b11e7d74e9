import { History } from 'lucide-react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { useStore } from '../../lib/store.ts';
import { useChartGroup } from '../charts/time/index.ts';
import { Button, Keys } from '../ui/index.ts';
import { rangeMessages } from './range-messages.ts';

/** Says that this is not now, and leads back. */
export function PastBar({ onLive }: { readonly onLive: () => void }) {
  const t = useMessages(rangeMessages);
  const format = useFormat();
  const view = useStore(useChartGroup().view);
  return (
    <div className="notice-bar time-range-past" role="status">
      <History className="i-s flex-none" aria-hidden />
      <p className="min-w-0 flex-1 py-1.5">
        {view ? <b>{t('past', { from: format.dateTime(view.fromMs), to: format.dateTime(view.toMs) })}</b> : null}{' '}
        <span className="max-sm:hidden">{t('pastFigures')}</span>
      </p>
      <Button onClick={onLive}>
        {t('backToLive')}
        <span className="max-sm:hidden">
          <Keys binding="End" />
        </span>
      </Button>
    </div>
  );
}

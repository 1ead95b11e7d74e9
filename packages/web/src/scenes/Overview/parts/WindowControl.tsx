import { useEffect, useRef } from 'react';
import { useChartGroup } from '../../../components/charts/time/index.ts';
import { Segmented } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { cn } from '../../../lib/cn.ts';
import { overviewMessages } from '../messages.ts';
import { type WindowId, windows } from '../windows.ts';

interface WindowControlProps {
  readonly window: WindowId;
  readonly onChange: (window: WindowId) => void;
  /** A line of its own, as on a phone. */
  readonly strip?: boolean;
}

/** Which time the charts show; beside it the moments at both ends, written past React. */
export function WindowControl({ window, onChange, strip = false }: WindowControlProps) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const group = useChartGroup();
  const ends = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const view = group.view.get();
      if (ends.current) {
        const text = view
          ? t('shows', { from: format.time(view.fromMs, { seconds: false }), to: format.time(view.toMs, { seconds: false }) })
          : '';
        if (ends.current.textContent !== text) {
          ends.current.textContent = text;
        }
      }
    };
    write();
    return group.view.subscribe(write);
  }, [group, t, format]);
  return (
    <div className={cn('overview-window', strip && 'overview-strip')}>
      <span className="mono text-2xs text-muted" ref={ends} />
      <Segmented
        label={t('window')}
        value={window}
        onValueChange={onChange}
        options={windows.map((id) => ({
          value: id,
          label: id === 'all' ? <span title={t('windowHint')}>{t('window_all')}</span> : t(`window_${id}`),
        }))}
      />
    </div>
  );
}

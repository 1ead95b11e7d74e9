import './time-range.css';
import { CalendarClock, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { useChartGroup } from '../charts/time/index.ts';
import { Button, IconButton, Popover, PopoverContent, PopoverTrigger, Segmented } from '../ui/index.ts';
import { RangeForm } from './RangeForm.tsx';
import { type Ask, type PresetId, presetAsk, presetOf, presets } from './range.ts';
import { rangeMessages } from './range-messages.ts';
import type { Range } from './useRange.ts';
import { type WindowId, windows } from './windows.ts';

interface WindowControlProps {
  readonly range: Range;
  /** A line of its own, as on a phone. */
  readonly strip?: boolean;
}

type Choice = WindowId | PresetId | 'other';

export const choices: readonly Exclude<Choice, 'other'>[] = [...windows, ...presets];

export const choiceOf = (ask: Ask): Choice => (ask.kind === 'live' ? ask.window : (presetOf(ask) ?? 'other'));

export const askOf = (choice: Exclude<Choice, 'other'>): Ask => {
  const window = windows.find((id) => id === choice);
  return window ? { kind: 'live', window } : presetAsk(choice as PresetId);
};

/** Which time the charts show: live, the last so long, or any stretch; beside it the moments at both ends. */
export function WindowControl({ range, strip = false }: WindowControlProps) {
  const t = useMessages(rangeMessages);
  const [open, setOpen] = useState(false);
  return (
    <div className={cn('time-range', strip && 'time-range-strip')}>
      <Ends strip={strip} />
      {range.zoomBack ? (
        <IconButton label={t('zoomBack')} keyHint="b" onClick={range.zoomBack}>
          <Undo2 className="i-s" aria-hidden />
        </IconButton>
      ) : null}
      <Segmented
        label={t('window')}
        value={choiceOf(range.ask)}
        onValueChange={(choice) => {
          if (choice !== 'other') {
            range.show(askOf(choice));
          }
        }}
        options={[
          ...windows.map((id) => ({ value: id, label: t(`live_${id}`) })),
          ...presets.map((id) => ({ value: id, label: t(`preset_${id}`) })),
        ]}
      />
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            aria-label={t('choose')}
            title={t('choose')}
            className={cn('time-range-choose', choiceOf(range.ask) === 'other' && 'text-paused-text')}
          >
            <CalendarClock className="i-s" aria-hidden />
          </Button>
        </PopoverTrigger>
        <PopoverContent>
          <RangeForm range={range} onDone={() => setOpen(false)} />
        </PopoverContent>
      </Popover>
    </div>
  );
}

const dayMs = 86_400_000;

/** The moments at both ends, written past React. */
function Ends({ strip }: { readonly strip: boolean }) {
  const t = useMessages(rangeMessages);
  const format = useFormat();
  const group = useChartGroup();
  const ends = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const view = group.view.get();
      const today = view !== null && format.date(view.fromMs) === format.date(Date.now());
      const moment = (atMs: number) => {
        const day = view && (view.toMs - view.fromMs > dayMs || !today) ? `${format.date(atMs).replace(/\s\d{4}$/, '')} ` : '';
        return `${day}${format.time(atMs, { seconds: false })}`;
      };
      const text = view ? t('shows', { from: moment(view.fromMs), to: moment(view.toMs) }) : '';
      if (ends.current && ends.current.textContent !== text) {
        ends.current.textContent = text;
      }
    };
    write();
    return group.view.subscribe(write);
  }, [group, t, format]);
  return <span className={cn('mono text-2xs text-muted', strip && 'time-range-ends')} ref={ends} />;
}

import { Link } from '@tanstack/react-router';
import { History, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { useLink } from '../../live/index.ts';
import { Button, IconButton, Keys, Segmented } from '../ui/index.ts';
import { pastMessages } from './messages.ts';
import { type Moment, writeAt } from './moment.ts';
import type { PastState } from './useMomentState.ts';

interface MomentBarProps {
  readonly host: string;
  readonly moment: Moment;
  readonly atMs: number;
  readonly state: PastState;
}

const speeds = [10, 60, 600] as const;
type Speed = (typeof speeds)[number];
const tickMs = 500;
const stepMs = 10_000;

/** Says which moment this is and how well it is known, plays it forward, and leads back. */
export function MomentBar({ host, moment, atMs, state }: MomentBarProps) {
  const t = useMessages(pastMessages);
  const format = useFormat();
  const { serverOffsetMs } = useLink();
  const [speed, setSpeed] = useState<Speed>(60);
  const [playing, setPlaying] = useState(false);
  const known = useKnownWords(state);
  const { go } = moment;
  const step = (by: number) => {
    const next = atMs + by * stepMs;
    go(next > Date.now() + serverOffsetMs - 5000 ? null : next);
  };
  useEffect(() => {
    if (!playing) {
      return;
    }
    const timer = setTimeout(() => {
      const next = atMs + speed * tickMs;
      go(next > Date.now() + serverOffsetMs - 5000 ? null : next);
    }, tickMs);
    return () => clearTimeout(timer);
  }, [playing, atMs, speed, go, serverOffsetMs]);
  useKeys(t('keys'), [
    { key: 'End', label: t('backToLive'), run: () => go(null) },
    { key: ',', label: t('back'), run: () => step(-1) },
    { key: '.', label: t('forward'), run: () => step(1) },
  ]);
  return (
    <div className="notice-bar past-bar" role="status">
      <History className="i-s flex-none" aria-hidden />
      <p className="min-w-0 flex-1 py-1.5">
        <b>{t('past', { time: format.dateTime(atMs) })}</b> <span className="past-known">{known}</span>
      </p>
      <div className="past-play">
        <IconButton label={t('back')} keyHint="," onClick={() => step(-1)}>
          <StepBack className="i-s" aria-hidden />
        </IconButton>
        <IconButton label={playing ? t('pause') : t('play')} onClick={() => setPlaying(!playing)}>
          {playing ? <Pause className="i-s" aria-hidden /> : <Play className="i-s" aria-hidden />}
        </IconButton>
        <IconButton label={t('forward')} keyHint="." onClick={() => step(1)}>
          <StepForward className="i-s" aria-hidden />
        </IconButton>
        <Segmented
          label={t('speed')}
          value={String(speed) as `${Speed}`}
          onValueChange={(value) => setSpeed(Number(value) as Speed)}
          options={speeds.map((value) => ({ value: String(value) as `${Speed}`, label: `${value}×` }))}
        />
      </div>
      <Link className="link text-2xs max-sm:hidden" to="/hosts/$host/changes" params={{ host }} search={{ from: writeAt(atMs) } as never}>
        {t('changes')}
      </Link>
      <Button onClick={() => go(null)}>
        {t('backToLive')}
        <span className="max-sm:hidden">
          <Keys binding="End" />
        </span>
      </Button>
    </div>
  );
}

/** How well the moment is known, in words. */
function useKnownWords({ moment, error }: PastState): string {
  const t = useMessages(pastMessages);
  const format = useFormat();
  if (error) {
    return t('failed', { why: error.message });
  }
  if (!moment) {
    return t('reading');
  }
  const { processes, keptFrom } = moment;
  if (processes?.missing) {
    const kept = keptFrom ? ` ${t('keptFrom', { time: format.dateTime(Date.parse(keptFrom)) })}` : '';
    return `${t('missing', { why: processes.missing })}${kept}`;
  }
  return processes?.asOf ? t('asOf', { time: format.time(Date.parse(processes.asOf), { seconds: true }) }) : '';
}

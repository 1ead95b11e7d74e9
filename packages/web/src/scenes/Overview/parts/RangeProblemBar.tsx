import { type Ask, defaultWindow, type Range, type RangeProblem, rangeMessages } from '../../../components/time-range/index.ts';
import { Button, StateMark } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';

type StoredAsk = Extract<Ask, { readonly kind: 'stored' }>;

interface RangeProblemBarProps {
  readonly ask: StoredAsk;
  readonly problem: RangeProblem;
  readonly range: Range;
}

/** An address whose time cannot be shown: why, and the charts are live meanwhile. */
export function RangeProblemBar({ ask, problem, range }: RangeProblemBarProps) {
  const t = useMessages(rangeMessages);
  return (
    <div className="notice-bar" role="alert">
      <StateMark state="warn" label="" />
      <p className="min-w-0 flex-1 py-1.5 [overflow-wrap:anywhere]">
        <b>{t('problemShown')}</b> {t(`problem_${problem}`, { text: problem === 'to' ? ask.to : ask.from })}
      </p>
      <Button onClick={() => range.show({ kind: 'live', window: defaultWindow })}>{t('backToLive')}</Button>
    </div>
  );
}

import type { HealthCondition } from '@vigie/contract';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { Dialog, DialogContent, DialogHead, StateMark } from '../ui/index.ts';
import { conditionMarks } from './Health.tsx';
import { healthMessages } from './health-messages.ts';

interface HealthListProps {
  readonly conditions: readonly HealthCondition[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every condition that holds, worst first. */
export function HealthList({ conditions, open, onOpenChange }: HealthListProps) {
  const t = useMessages(healthMessages);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHead title={t('title')} />
        <ul className="health-list">
          {conditions.map((condition) => (
            <Row key={`${condition.id} ${condition.text}`} condition={condition} />
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

function Row({ condition }: { readonly condition: HealthCondition }) {
  const t = useMessages(healthMessages);
  const format = useFormat();
  const now = useNow();
  const sinceMs = Date.parse(condition.since);
  const age = format.duration(Math.max(0, Math.floor((now - sinceMs) / 1000)));
  return (
    <li>
      <StateMark state={conditionMarks[condition.severity]} label={t(condition.severity)} />
      <div>
        <p>{condition.text}</p>
        <small>{t('since', { time: format.time(sinceMs), age })}</small>
      </div>
    </li>
  );
}

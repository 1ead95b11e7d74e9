import type { RiskLevel } from '@vigie/contract';
import { useMessages } from '../../i18n/index.ts';
import { planMessages } from './messages.ts';

const levels: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical'];

/** Four bars and the word: the level is read without its colour. */
export function RiskLadder({ level }: { readonly level: RiskLevel }) {
  const t = useMessages(planMessages);
  const height = levels.indexOf(level);
  return (
    <span className={`risk ${level}`}>
      <span className="lad" aria-hidden="true">
        {levels.map((step, index) => (
          <i key={step} className={index <= height ? 'f' : undefined} />
        ))}
      </span>
      {t(`risk_${level}`)}
    </span>
  );
}

import type { Language, Plan, RiskLevel } from '@vigie/contract';
import { hostText } from './host-text.ts';

const words = {
  en: {
    low: 'low risk',
    medium: 'medium risk',
    high: 'high risk',
    critical: 'critical risk',
    why: 'Why',
    touches: 'Touches',
    undo: 'Undo',
    runs: 'Runs',
    verifies: 'Verified by',
    plan: 'plan',
  },
  fr: {
    low: 'risque faible',
    medium: 'risque moyen',
    high: 'risque élevé',
    critical: 'risque critique',
    why: 'Pourquoi',
    touches: 'Touche',
    undo: 'Annulation',
    runs: 'Exécute',
    verifies: 'Vérifié par',
    plan: 'plan',
  },
} as const;
const ladder: Record<RiskLevel, string> = { low: '▮▯▯▯', medium: '▮▮▯▯', high: '▮▮▮▯', critical: '▮▮▮▮' };

/** The plan in the order every door shows it: risk and title, targets, why, what it touches, undo, what runs. */
export function formatPlan(plan: Plan, language: Language): string {
  const word = words[language];
  const lines = [`${ladder[plan.risk]} ${word[plan.risk]}  ${hostText(plan.title)}`, ''];
  for (const target of plan.targets) {
    lines.push(`  ${target.pid ?? target.id}  ${target.startedAt ?? ''}  ${hostText(target.user ?? '')}  ${hostText(target.label)}`);
  }
  section(
    lines,
    word.why,
    plan.reasons.map((reason) => reason.text),
  );
  section(
    lines,
    word.touches,
    plan.impact.map((item) => item.text),
  );
  section(lines, word.undo, [plan.undo.text]);
  section(lines, word.runs, plan.runs);
  section(lines, word.verifies, plan.verifies);
  lines.push('', `${word.plan} ${plan.hash}`);
  return lines.join('\n');
}

function section(lines: string[], title: string, items: readonly string[]): void {
  if (items.length === 0) {
    return;
  }
  lines.push('', title, ...items.map((item) => `  ${hostText(item)}`));
}

import * as z from 'zod';
import type { Text } from '../text.ts';

export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;
export const RiskLevelSchema = z.enum(riskLevels).meta({
  description: 'How much an action can cost: low, medium, high, critical',
  fr: 'Ce qu’une action peut coûter : low, medium, high, critical',
});
export type RiskLevel = (typeof riskLevels)[number];

/** Why a risk is what it is, in words a person understands. */
export interface RiskReason {
  /** Stable name for programs, for example `clients_connected`. */
  readonly code: string;
  readonly level: RiskLevel;
  readonly text: Text;
}

export interface Risk {
  readonly level: RiskLevel;
  readonly reasons: readonly RiskReason[];
}

/** The highest level of the reasons, or `floor` when there is none. */
export function worstRisk(reasons: readonly RiskReason[], floor: RiskLevel): Risk {
  let level = floor;
  for (const reason of reasons) {
    if (riskLevels.indexOf(reason.level) > riskLevels.indexOf(level)) {
      level = reason.level;
    }
  }
  return { level, reasons };
}

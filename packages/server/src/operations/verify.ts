import { type Text, text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import { storeVerification } from './action-store.ts';
import type { ActionTables } from './tables.ts';

export interface Verification {
  readonly verified: boolean;
  readonly detail: Text;
}

interface VerifyDeps {
  readonly db: Kysely<ActionTables>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The answer does not wait longer; what is seen later is stored all the same. */
  readonly verifyWaitMs: number;
  readonly announce: (actionId: string) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** True or false when it was seen in time, null when not. Never rejects: the action has already happened. */
export async function verifyAction(
  deps: VerifyDeps,
  actionId: string,
  result: Text,
  look: () => Promise<Verification | null>,
): Promise<boolean | null> {
  const looked = (async () => {
    const seen = await look();
    if (seen === null) {
      return null;
    }
    await storeVerification(deps.db, actionId, seen.verified, text(`${result.en}; ${seen.detail.en}`, `${result.fr} ; ${seen.detail.fr}`));
    return seen.verified;
  })().catch((error: unknown) => {
    deps.report(error);
    return null;
  });
  const inTime = await Promise.race([looked, deps.sleep(deps.verifyWaitMs).then(() => 'late' as const)]);
  if (inTime !== 'late') {
    return inTime;
  }
  void looked.then(() => deps.announce(actionId));
  return null;
}

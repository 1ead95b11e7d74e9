import { AppError } from '@vigie/contract';

/** The AppError a call was refused with; fails when the call went through or broke otherwise. */
export async function refusalOf(call: Promise<unknown>): Promise<AppError> {
  let outcome: unknown;
  try {
    outcome = await call;
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    throw error;
  }
  throw new Error(`expected a refusal, got ${JSON.stringify(outcome)}`);
}

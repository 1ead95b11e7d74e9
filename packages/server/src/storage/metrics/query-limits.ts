import { AppError, text } from '@vigie/contract';
import type { MetricQuery } from './port.ts';

/** More points than this would take longer to send than to look at. */
export const maxPoints = 2_000_000;

/** Throws AppError `invalid_input` when it asks for what cannot be. */
export function requireSane(query: MetricQuery): void {
  for (const share of [query.quantile, query.across?.quantile]) {
    if (share !== undefined && !(share >= 0 && share <= 1)) {
      throw new AppError('invalid_input', {
        details: [{ path: 'quantile', message: text('a quantile is from 0 to 1', 'un quantile va de 0 à 1') }],
      });
    }
  }
  if (!(query.toMs > query.fromMs) || query.stepMs < 0) {
    throw new AppError('invalid_input', {
      details: [{ path: 'to', message: text('the end must be after the beginning', 'la fin doit suivre le début') }],
    });
  }
}

/** Throws AppError `invalid_input` when it would answer with too much. */
export function requireFew(points: number): void {
  if (points > maxPoints) {
    throw new AppError('invalid_input', {
      details: [
        {
          path: 'step',
          message: text(
            `this would answer with ${points} points; the limit is ${maxPoints}: take a longer step, a shorter range or fewer series`,
            `la réponse aurait ${points} points ; la limite est ${maxPoints} : prenez un pas plus long, une durée plus courte ou moins de séries`,
          ),
        },
      ],
    });
  }
}

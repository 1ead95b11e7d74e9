import type { ErrorCodeName } from '@vigie/contract';

/** What the program ends with; scripts rely on these numbers. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  notConfirmed: 5,
  unreachable: 6,
  outcomeUnknown: 7,
} as const;

export function exitCodeOf(code: ErrorCodeName | 'unreachable'): number {
  switch (code) {
    case 'invalid_input':
    case 'malformed_body':
    case 'body_too_large':
    case 'unsupported_media_type':
      return exitCodes.usage;
    case 'unauthenticated':
    case 'wrong_credentials':
    case 'permission_denied':
    case 'access_denied':
    case 'signal_not_allowed':
    case 'enrolment_refused':
      return exitCodes.notAllowed;
    case 'not_found':
    case 'host_not_found':
    case 'process_not_found':
    case 'token_not_found':
    case 'enrolment_not_found':
    case 'action_not_found':
      return exitCodes.notFound;
    case 'confirmation_required':
    case 'password_required':
    case 'plan_changed':
    case 'plan_expired':
      return exitCodes.notConfirmed;
    case 'unreachable':
    case 'host_unreachable':
      return exitCodes.unreachable;
    case 'outcome_unknown':
      return exitCodes.outcomeUnknown;
    default:
      return exitCodes.failed;
  }
}

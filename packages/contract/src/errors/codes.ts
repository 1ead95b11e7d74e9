import { type Text, text } from '../text.ts';

/** What one error code means at every edge. Codes are never reused. */
export interface ErrorCode {
  readonly status: number;
  readonly message: Text;
  /** May the person see `details`? False for what would tell an attacker something. */
  readonly showDetails: boolean;
}

function code(status: number, message: Text, showDetails = true): ErrorCode {
  return { status, message, showDetails };
}

export const errorCodes = {
  invalid_input: code(400, text('The request is not valid', 'La requête n’est pas valide')),
  malformed_body: code(400, text('The body is not valid JSON', 'Le corps n’est pas du JSON valide')),
  body_too_large: code(413, text('The body is too large', 'Le corps est trop grand')),
  unsupported_media_type: code(
    415,
    text('The body must be JSON (Content-Type: application/json)', 'Le corps doit être en JSON (Content-Type: application/json)'),
  ),
  unauthenticated: code(401, text('Unauthorized', 'Non authentifié'), false),
  wrong_credentials: code(401, text('E-mail or password is wrong', 'Adresse ou mot de passe incorrect'), false),
  wrong_setup_code: code(403, text('The set-up code is wrong', 'Le code d’installation est faux'), false),
  enrolment_refused: code(
    403,
    text(
      'This enrolment token is not known, already used, expired or revoked',
      'Ce jeton d’inscription est inconnu, déjà utilisé, expiré ou révoqué',
    ),
    false,
  ),
  setup_done: code(409, text('Vigie is already set up', 'Vigie est déjà installé'), false),
  permission_denied: code(
    403,
    text('Access denied: this needs a permission you do not have', 'Accès refusé : il vous manque une permission'),
  ),
  access_denied: code(403, text('Access denied by the system', 'Accès refusé par le système')),
  origin_denied: code(403, text('This request comes from another site', 'Cette requête vient d’un autre site'), false),
  host_header_denied: code(421, text('This address is not one of Vigie’s', 'Cette adresse n’est pas celle de Vigie'), false),
  signal_not_allowed: code(403, text('This signal is not in the allowed list', 'Ce signal n’est pas dans la liste autorisée')),
  not_found: code(404, text('Not found', 'Introuvable')),
  host_not_found: code(404, text('Host not found', 'Hôte introuvable')),
  dashboard_not_found: code(404, text('Dashboard not found', 'Tableau de bord introuvable')),
  changed_since: code(
    409,
    text(
      'Somebody else has changed it since you opened it; read it again',
      'Quelqu’un d’autre l’a modifié depuis que vous l’avez ouvert ; relisez-le',
    ),
  ),
  process_not_found: code(404, text('Process not found', 'Processus introuvable')),
  enrolment_not_found: code(404, text('Enrolment token not found', 'Jeton d’inscription introuvable')),
  token_not_found: code(404, text('Token not found', 'Jeton introuvable')),
  action_not_found: code(404, text('Action not found', 'Action introuvable')),
  plan_not_found: code(409, text('This plan does not exist or is not yours', 'Ce plan n’existe pas ou n’est pas le vôtre')),
  plan_expired: code(409, text('This plan has expired; ask for a new one', 'Ce plan a expiré ; demandez-en un nouveau')),
  plan_used: code(409, text('This plan was already used', 'Ce plan a déjà servi')),
  plan_changed: code(
    409,
    text(
      'The situation has changed since the plan was shown; read the new plan',
      'La situation a changé depuis le plan ; lisez le nouveau',
    ),
  ),
  confirmation_required: code(409, text('This action needs a confirmation', 'Cette action demande une confirmation')),
  password_required: code(409, text('This action asks for your password again', 'Cette action redemande votre mot de passe')),
  process_changed: code(409, text('Another process has this PID now', 'Un autre processus porte maintenant ce PID')),
  cannot_restart: code(409, text('This process cannot be restarted', 'Ce processus ne peut pas être redémarré')),
  cannot_undo: code(409, text('This action cannot be undone', 'Cette action ne s’annule pas')),
  action_failed: code(502, text('The action failed on the host', 'L’action a échoué sur l’hôte')),
  outcome_unknown: code(
    504,
    text('The link broke while it ran. It was not run again', 'Le lien a cédé pendant l’exécution. Rien n’a été relancé'),
  ),
  host_unreachable: code(503, text('The host does not answer', 'L’hôte ne répond pas')),
  too_many_requests: code(429, text('Too many requests; try again in a moment', 'Trop de requêtes ; réessayez dans un instant')),
  method_not_allowed: code(405, text('This method is not allowed here', 'Cette méthode n’est pas permise ici')),
  unavailable_here: code(501, text('This is not available on this host', 'Ce n’est pas disponible sur cet hôte')),
  storage_full: code(507, text('The disk of the server is full; nothing was done', 'Le disque du serveur est plein ; rien n’a été fait')),
  internal: code(
    500,
    text(
      'An error happened inside Vigie; its log has this request’s id',
      'Erreur interne à Vigie ; son journal porte l’identifiant de cette requête',
    ),
    false,
  ),
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof errorCodes;

import {
  ActionReceiptSchema,
  type ErrorCodeName,
  errorCodes,
  type HttpRoute,
  type Operation,
  operations,
  PlanSchema,
  permissions,
  productVersion,
} from '@vigie/contract';
import { createSchemaBook, type JsonSchema, type SchemaBook } from './schemas.ts';

/** The OpenAPI 3.1 document, made from the catalogue: what is not in the one is not in the other. */
export function makeOpenApi(): JsonSchema {
  const book = createSchemaBook();
  const plan = book.of(PlanSchema, 'output');
  const receipt = book.of(ActionReceiptSchema, 'output');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    for (const [index, route] of operation.http.entries()) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(book, operation, route, index) };
    }
  }
  Object.assign(paths, otherDoors);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vigie',
      version: productVersion,
      description:
        'Every read and every change of Vigie. Actions of risk high and critical answer 409 with a plan; the same call with `confirm: <hash>` runs exactly that plan, once. A program that calls with a token confirms low and medium actions by calling.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ xAuthToken: [] }, { bearer: [] }, { session: [] }],
    tags: [...new Set(operations.map(nounOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        xAuthToken: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'An API token, or the owner token VIGIE_TOKEN.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same token as `Authorization: Bearer`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'vigie.session_token',
          description: 'The session of a person; changes also need the page’s own Origin.',
        },
      },
      schemas: { ...Object.fromEntries(book.named), Plan: plan, ActionReceipt: receipt, Error: errorSchema },
    },
  };
}

/** Errors every operation may answer with; actions have more. */
const usualErrors: readonly ErrorCodeName[] = [
  'invalid_input',
  'unauthenticated',
  'permission_denied',
  'not_found',
  'too_many_requests',
  'internal',
];
const actionErrors: readonly ErrorCodeName[] = [
  'body_too_large',
  'unsupported_media_type',
  'storage_full',
  'outcome_unknown',
  'host_unreachable',
];

const errorSchema: JsonSchema = {
  type: 'object',
  description: 'Every error. Programs rely on `code`, which is never reused; `error` is a sentence in the language of the person.',
  properties: {
    error: { type: 'string', examples: ['Process not found'] },
    code: { type: 'string', enum: Object.keys(errorCodes) },
    details: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } }, required: ['path', 'message'] },
    },
    requestId: { type: 'string', format: 'uuid' },
    plan: { $ref: '#/components/schemas/Plan' },
  },
  required: ['error', 'code', 'details', 'requestId'],
};

const reserved: Readonly<Record<string, JsonSchema>> = {
  confirm: { type: 'string', description: 'Hash of the plan that was shown: runs exactly that, once.' },
  dry_run: { type: 'boolean', default: false, description: 'Only answer with the plan; nothing changes.' },
  password: { type: 'string', description: 'Asked for again by critical actions of a person.' },
};

function nounOf(operation: Operation): string {
  return operation.id.split('.')[0] ?? operation.id;
}

function describeRoute(book: SchemaBook, operation: Operation, route: HttpRoute, index: number): JsonSchema {
  const input = book.of(operation.input, 'input');
  const properties = (input.properties ?? {}) as Record<string, JsonSchema>;
  const required = (input.required ?? []) as string[];
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const isRead = route.method === 'GET';
  return {
    operationId: index === 0 ? operation.id : `${operation.id}.${index + 1}`,
    tags: [nounOf(operation)],
    summary: operation.title.en,
    description: `${operation.describe.en}\n\nPermission: \`${operation.permission}\` (${permissions[operation.permission].en}).`,
    'x-summary-fr': operation.title.fr,
    'x-description-fr': operation.describe.fr,
    'x-permission': operation.permission,
    ...(operation.permission === 'public' ? { security: [] } : {}),
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
      ...(isRead ? rest.map((name) => ({ name, in: 'query', required: required.includes(name), schema: properties[name] })) : []),
    ],
    ...(isRead ? {} : { requestBody: requestBody(operation, properties, rest, required) }),
    responses: responses(book, operation),
  };
}

function requestBody(
  operation: Operation,
  properties: Record<string, JsonSchema>,
  rest: readonly string[],
  required: readonly string[],
): JsonSchema {
  const own = Object.fromEntries(rest.map((name) => [name, properties[name]]));
  const needed = rest.filter((name) => required.includes(name));
  const schema = {
    type: 'object',
    properties: operation.kind === 'action' ? { ...reserved, ...own } : own,
    additionalProperties: false,
    ...(needed.length > 0 ? { required: needed } : {}),
  };
  return { required: needed.length > 0, content: { 'application/json': { schema } } };
}

function responses(book: SchemaBook, operation: Operation): JsonSchema {
  const isAction = operation.kind === 'action';
  const output = book.of(operation.output, 'output');
  const receipt = { type: 'object', properties: { action: { $ref: '#/components/schemas/ActionReceipt' } }, required: ['action'] };
  const planned = { type: 'object', properties: { plan: { $ref: '#/components/schemas/Plan' } }, required: ['plan'] };
  // With the receipt beside them the members of the answer are not all there are.
  const { additionalProperties: _, ...open } = output;
  const schema = isAction ? { anyOf: [{ allOf: [open, receipt] }, planned] } : output;
  const hasCsv =
    ((book.of(operation.input, 'input').properties ?? {}) as object) &&
    Object.hasOwn((book.of(operation.input, 'input').properties ?? {}) as object, 'format');
  const codes = [...usualErrors, ...(isAction ? actionErrors : [])];
  const byStatus = Map.groupBy(codes, (code) => errorCodes[code].status);
  return {
    200: {
      description: isAction ? 'Done; or, with `dry_run`, the plan' : 'The answer',
      content: { 'application/json': { schema }, ...(hasCsv ? { 'text/csv': { schema: { type: 'string' } } } : {}) },
    },
    ...(isAction
      ? {
          409: errorResponse(
            'A confirmation is needed; `plan` says what for, and its hash goes back as `confirm`. Or the situation has changed.',
          ),
        }
      : {}),
    ...Object.fromEntries([...byStatus].map(([status, of]) => [status, errorResponse(of.map((code) => `\`${code}\``).join(', '))])),
  };
}

function errorResponse(description: string): JsonSchema {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}

function door(operationId: string, summary: string, isPublic: boolean, schema: JsonSchema, body?: JsonSchema): JsonSchema {
  return {
    operationId,
    tags: ['session'],
    summary,
    ...(isPublic ? { security: [] } : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema } } },
      401: errorResponse('`unauthenticated`, `wrong_credentials`'),
      429: errorResponse('`too_many_requests`'),
    },
  };
}

const person: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string' }, name: { type: 'string' }, email: { type: 'string', format: 'email' }, role: { type: 'string' } },
};

/** Doors that are no operation: they make the actor that operations need. */
const otherDoors: Readonly<Record<string, Record<string, JsonSchema>>> = {
  '/api/auth/sign-in/email': {
    post: door(
      'auth.signIn',
      'Sign in with e-mail and password',
      true,
      { type: 'object', properties: { user: person, expiresAt: { type: 'string', format: 'date-time' } } },
      {
        type: 'object',
        properties: { email: { type: 'string', format: 'email' }, password: { type: 'string' } },
        required: ['email', 'password'],
      },
    ),
  },
  '/api/auth/sign-out': { post: door('auth.signOut', 'Sign out', true, { type: 'object', properties: { success: { const: true } } }) },
  '/api/auth/get-session': {
    get: door('auth.getSession', 'The person of the session, or null', true, {
      anyOf: [{ type: 'object', properties: { user: person } }, { type: 'null' }],
    }),
  },
  '/api/live/ticket': {
    post: door('live.ticket', 'A one-use ticket for the live socket, good for thirty seconds', false, {
      type: 'object',
      properties: { ticket: { type: 'string' }, expiresInSeconds: { type: 'integer' } },
    }),
  },
  '/api/prometheus/targets': {
    get: door('prometheus.targets', 'Every host as a target of Prometheus, for http_sd_configs', false, {
      type: 'array',
      items: { type: 'object', properties: { targets: { type: 'array', items: { type: 'string' } }, labels: { type: 'object' } } },
    }),
  },
  '/metrics': {
    get: door('prometheus.metrics', 'The newest figures of the whole fleet in the text format of Prometheus', false, { type: 'string' }),
  },
  '/api/openapi.json': { get: door('openapi.get', 'This document', true, { type: 'object' }) },
};

import { AppError, type Operation, operations } from '@vigie/contract';
import type { Context } from 'hono';
import type { Runner } from '../../operations/types.ts';
import { readJsonBody } from './body.ts';
import type { HttpEnv } from './context.ts';
import { presentCsv } from './csv.ts';
import { readInput } from './input.ts';
import { type Route, routesOf } from './routes.ts';

/** Every operation of the catalogue as HTTP. There is no other way in, and no operation that is forgotten. */
export function operationRoutes(deps: { readonly runner: Runner }): Route[] {
  return operations.flatMap((operation) => routesOf(operation, (context) => answer(deps.runner, operation, context)));
}

async function answer(runner: Runner, operation: Operation, context: Context<HttpEnv>): Promise<Response> {
  const { facts, actor } = context.var;
  const request = context.req.raw;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // Who is nobody learns nothing about inputs, and costs no parsing.
  if (actor.kind === 'anonymous' && operation.permission !== 'public') {
    throw new AppError('unauthenticated');
  }
  const body = isRead ? {} : await readJsonBody(request);
  const query = new URL(request.url).searchParams;
  const { input, options } = readInput(operation, { path: context.req.param(), query, body });
  const outcome = await runner.call(actor, operation.id, input, { ...options, requestId: facts.requestId, signal: request.signal });
  if (outcome.kind === 'plan') {
    return Response.json({ plan: outcome.plan });
  }
  if (input.format === 'csv') {
    const csv = presentCsv(operation, outcome.output, input.fields);
    if (csv !== null) {
      const headers = {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="${fileName(operation)}"`,
      };
      return new Response(csv, { headers });
    }
  }
  return Response.json(outcome.output);
}

/** `process.list` → `vigie-process-list-20261120T101500Z.csv`. */
function fileName(operation: Operation): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `vigie-${operation.id.replace('.', '-')}-${stamp}.csv`;
}

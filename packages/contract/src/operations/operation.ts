import type * as z from 'zod';
import type { Risk } from '../model/risk.ts';
import type { Permission } from '../permissions.ts';
import type { Text } from '../text.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A path as OpenAPI writes it: `/api/process/{pid}/signal`. Path and query members join the body to make the input. */
export interface HttpRoute {
  readonly method: HttpMethod;
  readonly path: string;
}

/** How the command line shows an operation: `vigie process signal 4312 --signal TERM`. */
export interface CommandForm {
  /** Input members that stand without a flag, in order. The last may repeat when it is an array. */
  readonly positionals?: readonly string[];
  /** Member of the output that holds the rows of a table, and the columns a person wants first. */
  readonly table?: { readonly rows: string; readonly columns: readonly string[] };
}

interface OperationBase<I extends z.ZodType, O extends z.ZodType> {
  /** `noun.verb`; the noun is the same in every package. */
  readonly id: string;
  readonly title: Text;
  readonly describe: Text;
  readonly input: I;
  readonly output: O;
  readonly target: 'host' | 'hosts' | 'organization' | 'installation';
  readonly permission: Permission;
  /** The first route is the usual one; the others are kept for programs that know them. */
  readonly http: readonly [HttpRoute, ...HttpRoute[]];
  readonly command?: CommandForm;
}

/** Reads; never changes anything. */
export interface QueryOperation<I extends z.ZodType, O extends z.ZodType> extends OperationBase<I, O> {
  readonly kind: 'query';
}

/**
 * Changes something. The runner adds `confirm`, `dry_run` and `password` to the body,
 * and `action` (an ActionReceipt) to the answer.
 */
export interface ActionOperation<I extends z.ZodType, O extends z.ZodType, F> extends OperationBase<I, O> {
  readonly kind: 'action';
  /** Pure: the same input and facts always give the same risk. */
  readonly risk: (input: z.infer<I>, facts: F) => Risk;
}

// biome-ignore lint/suspicious/noExplicitAny: the list holds operations of every shape; each keeps its own types where it is declared.
export type Operation = QueryOperation<any, any> | ActionOperation<any, any, any>;

export function query<I extends z.ZodType, O extends z.ZodType>(operation: Omit<QueryOperation<I, O>, 'kind'>): QueryOperation<I, O> {
  return { kind: 'query', ...operation };
}

export function action<I extends z.ZodType, O extends z.ZodType, F>(
  operation: Omit<ActionOperation<I, O, F>, 'kind'>,
): ActionOperation<I, O, F> {
  return { kind: 'action', ...operation };
}

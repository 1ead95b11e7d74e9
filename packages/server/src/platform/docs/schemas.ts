import * as z from 'zod';

export type JsonSchema = { readonly [member: string]: unknown };

/** The shapes of the contract as JSON Schema; those with a name are gathered once and referred to. */
export interface SchemaBook {
  /** `input`: what may be sent. `output`: what is answered. */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  readonly named: ReadonlyMap<string, JsonSchema>;
}

export function createSchemaBook(): SchemaBook {
  const named = new Map<string, JsonSchema>();
  return {
    named,
    of(schema, io) {
      const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema & { $defs?: object };
      // Keeps a shape that differs between sending and answering apart from its twin.
      for (const [name, definition] of Object.entries($defs)) {
        named.set(name, tidy(definition as JsonSchema));
      }
      return tidy(rest);
    },
  };
}

/** Our `example` and `fr` as OpenAPI 3.1 has them; the limits of JavaScript's integers are not limits of ours. */
function tidy(value: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
      switch (name) {
        case 'example':
          return [['examples', [member]]];
        case 'fr':
          return [['x-description-fr', member]];
        case '$ref':
          return [['$ref', String(member).replace('#/$defs/', '#/components/schemas/')]];
        case 'id':
          return typeof member === 'string' ? [] : [[name, tidyAny(member)]];
        case 'minimum':
        case 'maximum':
          return typeof member === 'number' && Math.abs(member) === Number.MAX_SAFE_INTEGER ? [] : [[name, member]];
        case 'properties':
          return [[name, Object.fromEntries(Object.entries(member as object).map(([key, one]) => [key, tidyAny(one)]))]];
        default:
          return [[name, tidyAny(member)]];
      }
    }),
  );
}

function tidyAny(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(tidyAny);
  }
  return typeof value === 'object' && value !== null ? tidy(value as JsonSchema) : value;
}

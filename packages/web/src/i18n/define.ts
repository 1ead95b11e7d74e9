/** A sentence, or one per plural form; `{name}` stands for a parameter, `count` chooses the form. */
export type Message = string | { readonly one: string; readonly other: string };
export type Dictionary = Readonly<Record<string, Message>>;

type Names<S extends string> = S extends `${string}{${infer N}}${infer R}` ? N | Names<R> : never;
type FormsOf<M> = M extends string
  ? M
  : M extends { readonly one: infer A extends string; readonly other: infer B extends string }
    ? A | B
    : never;

/** Names of the parameters a message takes. */
export type ParameterNames<M> = Names<FormsOf<M>> | (M extends string ? never : 'count');
/** Numbers are written with the separators of the language: give an identity such as a PID as a string. */
export type Parameters<M, V = string | number> = {
  readonly [N in ParameterNames<M>]: N extends 'count' ? (M extends string ? V : number) : V;
};

export interface Messages<E extends Dictionary> {
  readonly en: E;
  readonly fr: { readonly [K in keyof E]: Message };
}

/** The messages of one scene or component. The type refuses a key that one of the languages lacks. */
export function defineMessages<const E extends Dictionary, const F extends { readonly [K in keyof E]: Message }>(messages: {
  readonly en: E;
  readonly fr: F & { readonly [K in Exclude<keyof F, keyof E>]: never };
}): Messages<E> {
  return messages;
}

import { errorCodes, type Language, type Operation, operations, permissions, productVersion, type Text, text } from '@vigie/contract';
import { createSchemaBook, type JsonSchema, type SchemaBook } from './schemas.ts';

/** The readable page of the API: everything comes from the catalogue, in one language, without any script. */
export function makeDocsPage(language: Language): string {
  const t = (words: Text): string => words[language];
  const book = createSchemaBook();
  const groups = Map.groupBy(operations, (operation) => operation.id.split('.')[0] ?? operation.id);
  const side = [...groups].map(
    ([noun, members]) =>
      `<h2>${escapeHtml(noun)}</h2>${members.map((operation) => `<a href="#${operation.id}">${escapeHtml(t(operation.title))}</a>`).join('')}`,
  );
  const sections = operations.map((operation) => describeOperation(book, operation, language));
  const other = language === 'en' ? 'fr' : 'en';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t(words.title)}</title>
<link rel="icon" type="image/svg+xml" href="/mark.svg">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#content">${t(words.skip)}</a>
<header class="bar"><a href="/"><b>Vigie</b></a><span>${productVersion}</span><span class="grow"></span><a href="/api/openapi.json">OpenAPI 3.1</a><a href="/docs?lang=${other}" hreflang="${other}" lang="${other}">${other === 'fr' ? 'Français' : 'English'}</a></header>
<div class="layout">
<nav class="side" aria-label="${t(words.operations)}">${side.join('')}<h2>${t(words.more)}</h2><a href="#errors">${t(words.errors)}</a></nav>
<main id="content">
<h1>${t(words.title)}</h1>
<p>${t(words.intro)}</p>
<p>${t(words.confirming)}</p>
${sections.join('\n')}
${describeErrors(language)}
</main>
</div>
</body>
</html>
`;
}

const words = {
  title: text('Vigie’s API', 'L’API de Vigie'),
  skip: text('To the content', 'Aller au contenu'),
  operations: text('Operations', 'Opérations'),
  more: text('More', 'Plus'),
  errors: text('Errors', 'Erreurs'),
  input: text('Input', 'Entrée'),
  output: text('Answer', 'Réponse'),
  example: text('Example', 'Exemple'),
  name: text('Name', 'Nom'),
  type: text('Type', 'Type'),
  meaning: text('Meaning', 'Signification'),
  required: text('required', 'obligatoire'),
  standard: text('default', 'par défaut'),
  permission: text('Permission', 'Permission'),
  changes: text('changes something', 'change quelque chose'),
  reads: text('reads', 'lit'),
  status: text('Status', 'Statut'),
  sentence: text('Sentence', 'Phrase'),
  intro: text(
    'Programs send a token in the header <code>X-Auth-Token</code>, or as <code>Authorization: Bearer</code>. Every error is <code>{"error", "code", "details", "requestId"}</code>; rely on the code.',
    'Les programmes envoient un jeton dans l’en-tête <code>X-Auth-Token</code>, ou en <code>Authorization: Bearer</code>. Toute erreur est <code>{"error", "code", "details", "requestId"}</code>\u202f; fiez-vous au code.',
  ),
  confirming: text(
    'What changes something also takes <code>dry_run: true</code>, which answers with the plan and changes nothing, and <code>confirm</code>, the hash of a plan that was shown. Risk high and critical always ask for it: the call answers 409 with the plan, and the same call with its hash runs exactly that, once.',
    'Ce qui change quelque chose accepte aussi <code>dry_run: true</code>, qui répond par le plan sans rien changer, et <code>confirm</code>, le hachage d’un plan montré. Les risques high et critical le demandent toujours\u00a0: l’appel répond 409 avec le plan, et le même appel avec son hachage exécute exactement cela, une fois.',
  ),
};

function describeOperation(book: SchemaBook, operation: Operation, language: Language): string {
  const t = (words: Text): string => escapeHtml(words[language]);
  const routes = operation.http.map(
    ({ method, path }) => `<div class="route"><span class="method ${method}">${method}</span><code>${escapeHtml(path)}</code></div>`,
  );
  const input = book.of(operation.input, 'input');
  const output = book.of(operation.output, 'output');
  return `<section id="${operation.id}">
<h2>${t(operation.title)} <code>${operation.id}</code></h2>
${routes.join('')}
<div class="tags"><span class="tag${operation.permission === 'public' ? ' public' : ''}">${t(words.permission)}${language === 'fr' ? '\u00a0' : ''}: ${operation.permission} (${t(permissions[operation.permission])})</span><span class="tag">${t(operation.kind === 'action' ? words.changes : words.reads)}</span></div>
<p>${t(operation.describe)}</p>
${members(book, input, language, words.input)}
${members(book, output, language, words.output)}
<h3>${t(words.example)}</h3>
<pre>${escapeHtml(example(operation, input))}</pre>
</section>`;
}

function members(book: SchemaBook, schema: JsonSchema, language: Language, title: Text): string {
  const t = (words: Text): string => escapeHtml(words[language]);
  const whole = resolve(book, schema);
  const properties = Object.entries((whole.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) {
    return '';
  }
  const required = (whole.required ?? []) as string[];
  const isInput = title === words.input;
  const rows = properties.map(([name, member]) => {
    const note = [
      escapeHtml(meaningOf(resolve(book, member), member, language)),
      isInput && required.includes(name) && member.default === undefined ? `<span class="required">${t(words.required)}</span>` : '',
      isInput && member.default !== undefined
        ? `${t(words.standard)}${language === 'fr' ? '\u00a0' : ''}: <code>${escapeHtml(JSON.stringify(member.default))}</code>`
        : '',
    ].filter((part) => part !== '');
    return `<tr><td><code>${escapeHtml(name)}</code></td><td class="type">${escapeHtml(typeOf(member))}</td><td>${note.join(' · ')}</td></tr>`;
  });
  return `<h3>${t(title)}</h3><div class="scroll"><table><thead><tr><th>${t(words.name)}</th><th>${t(words.type)}</th><th>${t(words.meaning)}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function resolve(book: SchemaBook, schema: JsonSchema): JsonSchema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/components/schemas/', '') : null;
  return name === null ? schema : (book.named.get(name) ?? schema);
}

function meaningOf(resolved: JsonSchema, schema: JsonSchema, language: Language): string {
  const french = schema['x-description-fr'] ?? resolved['x-description-fr'];
  const english = schema.description ?? resolved.description;
  return String((language === 'fr' ? (french ?? english) : english) ?? '');
}

/** A type in a few words: `integer 1…4194304`, `TERM | KILL`, `Process[]`. */
function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') {
    return schema.$ref.replace('#/components/schemas/', '');
  }
  if (Array.isArray(schema.enum)) {
    return schema.enum.map(String).join(' | ');
  }
  if (Array.isArray(schema.anyOf)) {
    return (schema.anyOf as JsonSchema[]).map(typeOf).join(' | ');
  }
  if (schema.type === 'array') {
    return `${typeOf((schema.items ?? {}) as JsonSchema)}[]`;
  }
  const kind = Array.isArray(schema.type)
    ? schema.type.join(' | ')
    : String(schema.type ?? (schema.const === undefined ? 'any' : JSON.stringify(schema.const)));
  const least = schema.minimum ?? (schema.exclusiveMinimum === 0 ? 1 : undefined);
  const most = schema.maximum;
  return least !== undefined || most !== undefined ? `${kind} ${least ?? ''}…${most ?? ''}` : kind;
}

/** A call that works from a shell, as Roy ProcWatch’s examples do. */
function example(operation: Operation, input: JsonSchema): string {
  const [route] = operation.http;
  const properties = (input.properties ?? {}) as Record<string, JsonSchema>;
  const required = (input.required ?? []) as string[];
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => String(sampleOf(properties[name] ?? {}, name)));
  const auth = operation.permission === 'public' ? '' : ' -H "X-Auth-Token: $TOKEN"';
  if (route.method === 'GET') {
    return `curl${auth} "http://127.0.0.1:8088${path}"`;
  }
  const body = Object.fromEntries(
    required.filter((name) => !route.path.includes(`{${name}}`)).map((name) => [name, sampleOf(properties[name] ?? {}, name)]),
  );
  return `curl -X ${route.method}${auth} -H "Content-Type: application/json" \\\n     -d '${JSON.stringify(body)}' \\\n     "http://127.0.0.1:8088${path}"`;
}

function sampleOf(schema: JsonSchema, name: string): unknown {
  if (Array.isArray(schema.examples)) {
    return schema.examples[0];
  }
  if (schema.default !== undefined) {
    return schema.default;
  }
  if (Array.isArray(schema.enum)) {
    return schema.enum[0];
  }
  switch (schema.type) {
    case 'integer':
      return Math.max(5, Number(schema.minimum ?? 5));
    case 'array':
      return [0];
    case 'boolean':
      return true;
    default:
      return schema.format === 'email' ? 'ada@example.org' : `<${name}>`;
  }
}

function describeErrors(language: Language): string {
  const t = (words: Text): string => escapeHtml(words[language]);
  const rows = Object.entries(errorCodes).map(
    ([code, { status, message }]) => `<tr><td><code>${code}</code></td><td class="type">${status}</td><td>${t(message)}</td></tr>`,
  );
  return `<section id="errors"><h2>${t(words.errors)}</h2><h3>${t(words.errors)}</h3><div class="scroll"><table><thead><tr><th>${t(words.name)}</th><th>${t(words.status)}</th><th>${t(words.sentence)}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function escapeHtml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

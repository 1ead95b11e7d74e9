/** The look of the documentation page: the colours and measures of the page's own tokens, dark and light by the system. */
export const docsStyle = `
:root {
  color-scheme: dark light;
  --page: #0A0E1A; --pane: #0F1524; --sunken: #060912; --raised: #171E30; --line: #1E2538; --line-soft: #151B2B;
  --strong: #FFFFFF; --text: #E3E8F1; --secondary: #ACB4C5; --muted: #8E94A3; --accent: #00D9FF; --accent-soft: #0A2A3A;
  --ok: #00F082; --ok-soft: #0A2B26; --warn: #FFA62B; --warn-soft: #2E2115; --bad: #FF7168; --info: #93B3FF; --info-soft: #161F3C;
  --ui: "Inter", "Inter Variable", system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
  --mono: "JetBrains Mono", "JetBrains Mono Variable", ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: light) {
  :root {
    --page: #FFFFFF; --pane: #F8FAFC; --sunken: #EEF2F7; --raised: #EEF2F7; --line: #DCE3EC; --line-soft: #EDF1F6;
    --strong: #020617; --text: #0F172A; --secondary: #3A465B; --muted: #566179; --accent: #0369A1; --accent-soft: #E0F2FE;
    --ok: #04714A; --ok-soft: #DFF6EB; --warn: #8F4B00; --warn-soft: #FEF0D9; --bad: #B3170E; --info: #2D52BD; --info-soft: #E7EDFD;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 60px; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/20px var(--ui); }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: 12px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; z-index: 2; background: var(--pane); padding: 8px; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 16px; min-height: 44px; padding: 0 20px; background: var(--pane); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
.bar b { color: var(--strong); font-size: 16px; letter-spacing: .01em; }
.bar .grow { flex: 1; }
.bar span { color: var(--muted); font-size: 12px; }
.bar [aria-current] { color: var(--strong); font-weight: 600; }
.layout { display: grid; grid-template-columns: 248px minmax(0, 1fr); align-items: start; }
nav.side { position: sticky; top: 44px; max-height: calc(100vh - 44px); overflow: auto; padding: 16px 0 40px; border-right: 1px solid var(--line); background: var(--pane); min-height: calc(100vh - 44px); }
nav.side h2::first-letter, section h3::first-letter { text-transform: capitalize; }
nav.side h2 { margin: 16px 20px 4px; font-size: 11px; line-height: 14px; color: var(--muted); font-weight: 600; }
nav.side a { display: block; padding: 4px 20px; color: var(--secondary); font-size: 13px; }
nav.side a:hover { background: var(--raised); color: var(--strong); text-decoration: none; }
main { padding: 24px 32px 96px; max-width: 1040px; }
h1 { margin: 0 0 8px; color: var(--strong); font-size: 24px; line-height: 32px; font-weight: 600; }
main > p { max-width: 72ch; color: var(--secondary); }
section { margin-top: 32px; padding-top: 24px; border-top: 1px solid var(--line); }
section h2 { margin: 0; color: var(--strong); font-size: 16px; line-height: 24px; font-weight: 600; display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap; }
section h2 code { color: var(--muted); font-weight: 400; }
section h3 { margin: 20px 0 6px; font-size: 11px; line-height: 14px; color: var(--muted); font-weight: 600; }
.route { display: flex; gap: 10px; align-items: baseline; margin: 8px 0 0; overflow-x: auto; }
.route code { color: var(--strong); font-size: 13px; white-space: nowrap; }
.method { font: 600 11px/18px var(--mono); padding: 0 6px; border-radius: 3px; background: var(--info-soft); color: var(--info); }
.method.POST, .method.PUT, .method.DELETE { background: var(--warn-soft); color: var(--warn); }
.tags { margin: 10px 0 0; display: flex; gap: 8px; flex-wrap: wrap; }
.tag { font-size: 12px; line-height: 18px; padding: 0 8px; border-radius: 3px; background: var(--raised); color: var(--secondary); }
.tag.public { background: var(--ok-soft); color: var(--ok); }
.scroll { overflow-x: auto; border: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 18px; }
th { text-align: left; font-size: 11px; font-weight: 600; color: var(--muted); background: var(--pane); }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--line-soft); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td code { color: var(--strong); }
td.type { color: var(--secondary); font: 12px/18px var(--mono); }
.required { color: var(--bad); }
pre { margin: 0; padding: 12px; background: var(--sunken); border: 1px solid var(--line); overflow-x: auto; color: var(--text); line-height: 18px; }
@media (max-width: 820px) {
  .layout { grid-template-columns: minmax(0, 1fr); }
  nav.side { position: static; max-height: 34vh; min-height: 0; padding-bottom: 12px; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 20px 16px 64px; }
}
`;

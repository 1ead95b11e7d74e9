import { Fragment, type ReactNode } from 'react';

/** A small, safe part of Markdown: headings, lists, bold, code, links to http and https. HTML stays text. */
export function TextWidget({ text }: { readonly text: string }) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== '');
  // A text may say the same twice: its place makes the key.
  const keyed = blocks.map((block, place) => ({ key: `${place} ${block}`, block }));
  return (
    <div className="widget-text">
      {keyed.map(({ key, block }) => (
        <Block key={key} text={block} />
      ))}
    </div>
  );
}

function Block({ text }: { readonly text: string }) {
  const heading = /^(#{1,3})\s+(.*)$/.exec(text.trim());
  if (heading) {
    return <h4>{inline(heading[2] ?? '')}</h4>;
  }
  const lines = text.split('\n');
  if (lines.every((line) => /^\s*[-*]\s+/.test(line))) {
    return (
      <ul>
        {lines.map((line) => (
          <li key={line}>{inline(line.replace(/^\s*[-*]\s+/, ''))}</li>
        ))}
      </ul>
    );
  }
  return <p>{inline(text)}</p>;
}

const pieces = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(pieces)) {
    parts.push(<Fragment key={from}>{text.slice(from, match.index)}</Fragment>);
    const [whole, bold, code, label, href] = match;
    const key = `${match.index} ${whole}`;
    parts.push(
      bold !== undefined ? (
        <b key={key}>{bold}</b>
      ) : code !== undefined ? (
        <code key={key}>{code}</code>
      ) : (
        <a key={key} className="link" href={href} rel="noreferrer noopener" target="_blank">
          {label}
        </a>
      ),
    );
    from = match.index + whole.length;
  }
  return [...parts, <Fragment key="end">{text.slice(from)}</Fragment>];
}

import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { savePreferences } from '../../../components/shell/index.ts';
import { Button, Input } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { checkAccent } from '../../../lib/accent.ts';
import { cn } from '../../../lib/cn.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { messages } from '../messages.ts';
import { offeredAccents } from './accents.ts';

const hex = /^#[0-9a-fA-F]{6}$/;

/** The person's accent: offered ones, or an own one with its contrast computed before it is used. */
export function Accent() {
  const t = useMessages(messages);
  const { accent } = usePreferences();
  const [own, setOwn] = useState(hex.test(accent) ? accent : '#5B9DFF');
  const valid = hex.test(own);
  const passes = valid && [...checkAccent(own, 'dark'), ...checkAccent(own, 'light')].every((check) => check.passes);
  const choose = (value: string) => {
    savePreferences({ accent: value });
    if (hex.test(value)) {
      setOwn(value);
    }
  };
  return (
    <div className="flex w-full flex-col gap-3">
      <div className="flex flex-wrap gap-2" role="radiogroup" aria-label={t('accent')}>
        <Swatch colour="#00D9FF" name={t('accentDefault')} on={accent === 'default'} onChoose={() => choose('default')} />
        {offeredAccents.map((colour) => (
          <Swatch key={colour} colour={colour} name={colour} on={accent.toUpperCase() === colour} onChoose={() => choose(colour)} />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="color"
          aria-label={t('accentOwn')}
          value={valid ? own : '#5B9DFF'}
          onChange={(event) => setOwn(event.target.value)}
          className="h-[var(--control-h)] w-9 cursor-pointer rounded-2 border border-line-control bg-sunken p-0.5"
        />
        <Input
          aria-label={t('accentOwn')}
          value={own}
          maxLength={7}
          spellCheck={false}
          className="mono w-24"
          onChange={(event) => setOwn(event.target.value)}
          aria-invalid={valid ? undefined : true}
        />
        <Button disabled={!passes || own === accent} onClick={() => choose(own)}>
          {t('accentUse')}
        </Button>
        {valid ? null : <span className="text-warn-text text-xs">{t('accentHex')}</span>}
        {valid && !passes ? <span className="text-warn-text text-xs">{t('accentFails')}</span> : null}
      </div>
      {valid ? <Checks colour={own} /> : null}
    </div>
  );
}

function Swatch({
  colour,
  name,
  on,
  onChoose,
}: {
  readonly colour: string;
  readonly name: string;
  readonly on: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <button
      type="button"
      role="radio"
      aria-checked={on}
      aria-label={name}
      title={name}
      onClick={onChoose}
      className={cn(
        'grid size-7 place-items-center rounded-2 border border-line-strong',
        on && 'outline-2 outline-accent-mark outline-offset-2',
      )}
      style={{ background: colour }}
    >
      {on ? <Check className="i text-[#03161c]" strokeWidth={2.5} aria-hidden /> : null}
    </button>
  );
}

function Checks({ colour }: { readonly colour: string }) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <table className="w-full max-w-md text-xs">
      <caption className="pb-1 text-left text-muted">{t('accentChecks', { colour })}</caption>
      <tbody>
        {(['ink', 'text', 'mark', 'fill'] as const).map((pair) => (
          <tr key={pair} className="border-line-soft border-t">
            <th scope="row" className="h-6 text-left font-regular text-secondary">
              {t(`check_${pair}`)}
            </th>
            {(['dark', 'light'] as const).map((theme) => {
              const check = checkAccent(colour, theme).find((item) => item.pair === pair);
              if (!check) {
                return null;
              }
              const Sign = check.passes ? Check : X;
              return (
                <td key={theme} className="num px-2">
                  <span className={cn('inline-flex items-center gap-1.5', check.passes ? 'text-ink' : 'text-warn-text')}>
                    <span className="unit">{t(`theme_${theme}`)}</span>
                    {format.number(check.ratio, 1)}
                    <span className="unit">/ {format.number(check.bound, 1)}</span>
                    <Sign className={cn('i-s', check.passes && 'text-ok-text')} aria-hidden />
                  </span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { ReactNode } from 'react';
import { useSession } from '../../api/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { previewPreferences, usePreferences } from '../../preferences/index.ts';
import { Mark } from '../shell/Logo.tsx';
import { Segmented } from '../ui/index.ts';
import { frontMessages } from './messages.ts';

interface FrontPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** The page in front of the door: sign-in and set-up. Language and theme can be changed before anybody is known. */
export function FrontPage({ title, lead, children }: FrontPageProps) {
  const t = useMessages(frontMessages);
  const session = useSession();
  return (
    <div className="front">
      <aside className="front-side" aria-hidden="true">
        <Horizon />
      </aside>
      <main className="front-main">
        <div className="flex items-center gap-3 text-strong">
          <Mark size={32} />
          <span className="font-semibold text-lg tracking-[.01em]">Vigie</span>
          <span className="text-muted text-sm max-sm:hidden">{t('motto')}</span>
        </div>
        <div className="front-body">
          <h1 className="font-semibold text-3xl text-strong tracking-[-.02em]">{title}</h1>
          {lead ? <p className="mt-2 text-md text-secondary">{lead}</p> : null}
          <div className="mt-7">{children}</div>
        </div>
        <footer className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Choices />
          <span className="mono ml-auto text-muted text-xs">{session ? t('version', { version: session.version }) : null}</span>
        </footer>
      </main>
    </div>
  );
}

function Choices() {
  const t = useMessages(frontMessages);
  const language = useLanguage();
  const { theme } = usePreferences();
  return (
    <>
      <Segmented
        label={t('language')}
        value={language}
        onValueChange={(value) => previewPreferences({ language: value })}
        options={[
          { value: 'en', label: <span lang="en">English</span> },
          { value: 'fr', label: <span lang="fr">Français</span> },
        ]}
      />
      <Segmented
        label={t('theme')}
        value={theme}
        onValueChange={(value) => previewPreferences({ theme: value })}
        options={(['dark', 'light', 'system'] as const).map((value) => ({ value, label: t(value) }))}
      />
    </>
  );
}

/** The tower above the sea, drawn on the grid of the mark. Still, as everything here. */
function Horizon() {
  return (
    <svg viewBox="0 0 160 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true" className="h-full w-full">
      {seaLines.map((y, index) => (
        <path
          key={y}
          d={`M-80 ${y}H240`}
          stroke={index === 0 ? 'var(--line-strong)' : 'var(--line)'}
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <g transform="translate(53 86) scale(1.6)">
        <path d="M3 4L12 11L3 18" fill="none" stroke="var(--accent-mark)" strokeWidth="4" />
        <path d="M16 8h4v4h-4zM14 14h8v2h-8zM16 18h4l2 10h-8z" fill="var(--text-strong)" />
        <path d="M24 26h6v2h-6z" fill="var(--accent-mark)" />
      </g>
    </svg>
  );
}

const seaLines = [130.8, 134, 139, 146, 155, 166, 179, 194] as const;

/* What each person chose, how long data is kept, the tokens of programs, and the configuration in force. The configuration is only shown. */
import { useEffect } from 'react';
import { useSession } from '../../api/index.ts';
import { uiMessages } from '../../components/ui/messages.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { Configuration } from './parts/Configuration.tsx';
import { Data } from './parts/Data.tsx';
import { Figures } from './parts/Figures.tsx';
import { Look } from './parts/Look.tsx';
import { Section } from './parts/Row.tsx';
import { Tokens } from './parts/Tokens.tsx';

const sections = ['look', 'figures', 'data', 'tokens', 'config', 'about'] as const;

export function SettingsScene() {
  const t = useMessages(messages);
  useEffect(() => {
    document.title = `${t('title')} · Vigie`;
  }, [t]);
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[180px_minmax(0,1fr)] max-md:grid-cols-1">
      <nav aria-label={t('sections')} className="flex flex-col gap-px border-line border-r bg-pane p-2 max-md:hidden">
        {sections.map((section) => (
          <a
            key={section}
            href={`#${section}`}
            className="rounded-2 px-2.5 py-1.5 text-secondary text-sm hover:bg-raised hover:text-strong"
          >
            {t(section)}
          </a>
        ))}
      </nav>
      <div className="min-h-0 overflow-y-auto">
        <h1 className="sr-only">{t('title')}</h1>
        <Look />
        <Figures />
        <Data />
        <Tokens />
        <Configuration />
        <About />
      </div>
    </div>
  );
}

function About() {
  const t = useMessages(messages);
  const role = useMessages(uiMessages);
  const session = useSession();
  return (
    <Section id="about" title={t('about')}>
      <dl className="dl px-4 py-3">
        <dt>{t('version')}</dt>
        <dd className="mono">{session?.version}</dd>
        <dt>{t('organization')}</dt>
        <dd>{session?.organization}</dd>
        <dt>{t('account')}</dt>
        <dd>
          {[session?.actor?.name, session?.actor?.email, session?.actor ? role(`role_${session.actor.role}`) : null]
            .filter(Boolean)
            .join(' · ')}
        </dd>
      </dl>
    </Section>
  );
}

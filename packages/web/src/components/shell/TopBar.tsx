import { Link, useRouterState } from '@tanstack/react-router';
import { Search, Terminal } from 'lucide-react';
import { useSession } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { IconButton, StateMark } from '../ui/index.ts';
import { Clock } from './Clock.tsx';
import { hostMarks } from './HostFrame.tsx';
import { useCurrentHost, useHostRef } from './hosts.ts';
import { shellMessages } from './messages.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { isHere, useReachablePlaces } from './Rail.tsx';

interface TopBarProps {
  readonly onPalette: () => void;
  readonly onKeys: () => void;
}

export function TopBar({ onPalette, onKeys }: TopBarProps) {
  const t = useMessages(shellMessages);
  return (
    <header className="bar">
      <Place />
      <button type="button" className="ask" onClick={onPalette}>
        <Terminal className="i" aria-hidden />
        <span>{t('prompt')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className="bar-end">
        <span className="sm:hidden">
          <IconButton label={t('paletteTitle')} onClick={onPalette}>
            <Search className="i-l" aria-hidden />
          </IconButton>
        </span>
        <Clock />
        <PersonMenu onKeys={onKeys} />
      </div>
    </header>
  );
}

/** Organization and host, or organization and page. */
function Place() {
  const t = useMessages(shellMessages);
  const session = useSession();
  const host = useCurrentHost();
  const ref = useHostRef();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const here = useReachablePlaces().find((place) => isHere(place, pathname));
  // An installation of one machine is often called like it: the name once is enough.
  const organization = session?.organization && session.organization !== host?.name ? session.organization : 'Vigie';
  return (
    <div className="crumbs">
      <Link to="/" className="clip max-sm:hidden">
        {organization}
      </Link>
      <i className="max-sm:hidden" aria-hidden>
        /
      </i>
      {here?.group === 'host' ? (
        <>
          {host ? <StateMark state={hostMarks[host.state]} label={t(`state_${host.state}`)} className="sm:hidden" /> : null}
          <b className="clip">{host?.name ?? ref}</b>
        </>
      ) : (
        <b className="clip">{here ? t(here.id) : ''}</b>
      )}
    </div>
  );
}

import { Link, useRouterState } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useActor } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { Tooltip } from '../ui/index.ts';
import { useHostRef } from './hosts.ts';
import { Mark } from './Logo.tsx';
import { shellMessages } from './messages.ts';
import { type Place, places } from './places.ts';

interface RailProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function useReachablePlaces(): readonly Place[] {
  const actor = useActor();
  return places.filter((place) => actor?.permissions.includes(place.permission));
}

/** Is this the place of the address? The overview is one of three under the same host. */
export function isHere(place: Place, pathname: string): boolean {
  const [, first, , third] = pathname.split('/');
  if (place.group === 'host') {
    return first === 'hosts' && (third ?? 'overview') === place.id;
  }
  return first === place.id;
}

export function Rail({ open, onToggle }: RailProps) {
  const t = useMessages(shellMessages);
  const reachable = useReachablePlaces();
  const Toggle = open ? PanelLeftClose : PanelLeftOpen;
  return (
    <nav className={cn('rail', open && 'open')} aria-label={t('main')}>
      <Link to="/" className="rail-logo" aria-label="Vigie">
        <Mark />
        <b>Vigie</b>
      </Link>
      {reachable.map((place, index) => (
        <div key={place.id} className="contents">
          {index > 0 && reachable[index - 1]?.group !== place.group ? <hr /> : null}
          <RailLink place={place} open={open} />
        </div>
      ))}
      <Tooltip label={t(open ? 'closeRail' : 'openRail')} keyHint="b" side="right">
        <button
          type="button"
          className="nav mt-auto mb-1"
          onClick={onToggle}
          aria-expanded={open}
          aria-label={t(open ? 'closeRail' : 'openRail')}
        >
          <Toggle className="i" aria-hidden />
        </button>
      </Tooltip>
    </nav>
  );
}

function RailLink({ place, open }: { readonly place: Place; readonly open: boolean }) {
  const t = useMessages(shellMessages);
  const host = useHostRef();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const here = isHere(place, pathname);
  const link = (
    <Link
      to={place.to}
      params={{ host }}
      className={cn('nav', here && 'nav-on')}
      aria-label={t(place.id)}
      {...(here ? { 'aria-current': 'page' as const } : {})}
    >
      <place.icon className="i" aria-hidden />
      <span>{t(place.id)}</span>
      <kbd>g {place.key}</kbd>
    </Link>
  );
  return open ? (
    link
  ) : (
    <Tooltip label={t(place.id)} keyHint={`g ${place.key}`} side="right">
      {link}
    </Tooltip>
  );
}

/** Where the whole word does not fit. */
const shortNames: Readonly<Partial<Record<Place['id'], 'overviewShort' | 'eventsShort'>>> = {
  overview: 'overviewShort',
  events: 'eventsShort',
};

/** On a phone the places stand at the foot, at the thumb. */
export function Foot() {
  const t = useMessages(shellMessages);
  const host = useHostRef();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="foot" aria-label={t('main')}>
      {useReachablePlaces().map((place) => (
        <Link
          key={place.id}
          to={place.to}
          params={{ host }}
          className={cn(isHere(place, pathname) && 'foot-on')}
          {...(isHere(place, pathname) ? { 'aria-current': 'page' as const } : {})}
        >
          <place.icon className="i-l" aria-hidden />
          <span>{t(shortNames[place.id] ?? place.id)}</span>
        </Link>
      ))}
    </nav>
  );
}

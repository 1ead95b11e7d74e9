import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useActor } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger, Tooltip } from '../ui/index.ts';
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

/** Is this the place of the address? What of a host is no place of its own belongs to the overview. */
export function isHere(place: Place, pathname: string): boolean {
  const [, first, second, third] = pathname.split('/');
  if (place.group === 'host') {
    const part = places.some(({ id, group }) => id === third && group === 'host') ? third : 'overview';
    return first === 'hosts' && Boolean(second) && part === place.id;
  }
  if (place.group === 'fleet') {
    return first === 'hosts' && !second;
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

/** More than these do not fit a thumb: of more, the last is a menu of the rest. */
const footMost = 5;

/** On a phone the places stand at the foot, at the thumb. */
export function Foot() {
  const t = useMessages(shellMessages);
  const host = useHostRef();
  const navigate = useNavigate();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const reachable = useReachablePlaces();
  const [shown, rest] = reachable.length > footMost ? [reachable.slice(0, footMost - 1), reachable.slice(footMost - 1)] : [reachable, []];
  const hidden = rest.find((place) => isHere(place, pathname));
  return (
    <nav className="foot" aria-label={t('main')}>
      {shown.map((place) => (
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
      {rest.length === 0 ? null : (
        <DropdownMenu>
          <DropdownMenuTrigger className={cn('foot-more', hidden && 'foot-on')} {...(hidden ? { 'aria-current': 'page' as const } : {})}>
            {hidden ? <hidden.icon className="i-l" aria-hidden /> : <Ellipsis className="i-l" aria-hidden />}
            <span>{hidden ? t(shortNames[hidden.id] ?? hidden.id) : t('more')}</span>
          </DropdownMenuTrigger>
          <DropdownMenuContent side="top">
            {rest.map((place) => (
              <DropdownMenuItem key={place.id} className="min-h-11" onSelect={() => void navigate({ to: place.to, params: { host } })}>
                <place.icon className="i" aria-hidden /> {t(place.id)}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </nav>
  );
}

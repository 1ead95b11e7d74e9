import { useNavigate } from '@tanstack/react-router';
import { Cpu, Keyboard, Languages, LogOut, Moon, Rows3, Server, Sun, SunMoon } from 'lucide-react';
import { useMemo } from 'react';
import { useCan } from '../../api/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useStore } from '../../lib/store.ts';
import { peekProcesses } from '../../live/index.ts';
import { usePreferences } from '../../preferences/index.ts';
import { useHostRef, useHosts } from './hosts.ts';
import { shellMessages } from './messages.ts';
import { savePreferences, useSignOut } from './PersonMenu.tsx';
import { matchCommand, type PaletteMatch } from './palette-search.ts';
import { type PaletteCommand, pageCommands } from './palette-store.ts';
import { useReachablePlaces } from './Rail.tsx';

export interface PaletteItem extends PaletteCommand {
  readonly group: 'here' | 'go' | 'hosts' | 'processes' | 'do';
  readonly marks: PaletteMatch['marks'];
}

const themeIcons = { dark: Moon, light: Sun, system: SunMoon } as const;
const mostProcesses = 8;

function useCommands(onKeys: () => void): readonly (PaletteCommand & { readonly group: PaletteItem['group'] })[] {
  const t = useMessages(shellMessages);
  const navigate = useNavigate();
  const host = useHostRef();
  const hosts = useHosts();
  const reachable = useReachablePlaces();
  const here = useStore(pageCommands);
  const language = useLanguage();
  const { theme, density } = usePreferences();
  const handleSignOut = useSignOut();
  const otherLanguage = language === 'fr' ? 'en' : 'fr';
  const otherDensity = density === 'compact' ? 'comfortable' : 'compact';
  return [
    ...here.map((command) => ({ ...command, group: 'here' as const })),
    ...reachable.map((place) => ({
      id: `go ${place.id}`,
      group: 'go' as const,
      label: t(place.id),
      icon: place.icon,
      hint: `g ${place.key}`,
      run: () => void navigate({ to: place.to, params: { host } }),
    })),
    ...(hosts ?? []).map((item) => ({
      id: `host ${item.id}`,
      group: 'hosts' as const,
      label: item.name,
      icon: Server,
      hint: t(`state_${item.state}`),
      words: `${item.id} ${item.addresses.join(' ')} ${item.local ? 'local' : ''}`,
      run: () => void navigate({ to: '/hosts/$host', params: { host: item.local ? 'local' : item.id } }),
    })),
    ...(['dark', 'light', 'system'] as const)
      .filter((value) => value !== theme)
      .map((value) => ({
        id: `theme ${value}`,
        group: 'do' as const,
        label: t('doTheme', { theme: t(`theme_${value}`).toLowerCase() }),
        icon: themeIcons[value],
        words: 'theme thème dark light sombre clair',
        run: () => savePreferences({ theme: value }),
      })),
    {
      id: 'language',
      group: 'do',
      label: t('doLanguage', { language: otherLanguage === 'fr' ? 'français' : 'English' }),
      icon: Languages,
      words: 'language langue english anglais french français',
      run: () => savePreferences({ language: otherLanguage }),
    },
    {
      id: 'density',
      group: 'do',
      label: t('doDensity', { density: t(`density_${otherDensity}`) }),
      icon: Rows3,
      words: 'density densité compact comfortable',
      run: () => savePreferences({ density: otherDensity }),
    },
    { id: 'keys', group: 'do', label: t('keysTitle'), icon: Keyboard, hint: '?', run: onKeys },
    { id: 'sign-out', group: 'do', label: t('signOut'), icon: LogOut, words: 'logout quitter déconnexion', run: handleSignOut },
  ];
}

/** What the palette shows for a query, in groups, best first. Processes only when something was typed. */
export function usePaletteItems(query: string, onKeys: () => void): readonly PaletteItem[] {
  const commands = useCommands(onKeys);
  const processes = useProcessItems(query.trim());
  const found: (PaletteItem & { score: number })[] = [];
  for (const command of commands) {
    const match = matchCommand(query, command.label, command.words);
    if (match) {
      found.push({ ...command, ...match });
    }
  }
  const order = ['here', 'go', 'hosts', 'processes', 'do'];
  return [...found, ...processes].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || (query === '' ? 0 : b.score - a.score));
}

function useProcessItems(query: string): readonly (PaletteItem & { score: number })[] {
  const host = useHostRef();
  const navigate = useNavigate();
  const can = useCan('process.read');
  return useMemo(() => {
    if (!can || query === '') {
      return [];
    }
    const found: (PaletteItem & { score: number })[] = [];
    for (const row of peekProcesses(host).rows) {
      const label = `${row.name} ${row.pid}`;
      const match = String(row.pid) === query ? { score: 10, marks: [] } : matchCommand(query, label, row.cmdline.join(' ').slice(0, 300));
      if (match) {
        found.push({
          ...match,
          id: `process ${row.pid}`,
          group: 'processes',
          label,
          icon: Cpu,
          hint: row.username,
          run: () => void navigate({ to: '/hosts/$host/processes', params: { host }, search: { pid: String(row.pid) } as never }),
        });
      }
    }
    return found.sort((a, b) => b.score - a.score).slice(0, mostProcesses);
  }, [can, query, host, navigate]);
}

import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useKeys } from '../../hooks/keys/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { live } from '../../live/index.ts';
import { usePreferences } from '../../preferences/index.ts';
import { PlanHost } from '../plan/index.ts';
import { Toaster } from '../toasts/index.ts';
import { HealthBar } from './Health.tsx';
import { useHostRef } from './hosts.ts';
import { KeyHelp } from './KeyHelp.tsx';
import { LinkBar } from './LinkBar.tsx';
import { shellMessages } from './messages.ts';
import { Palette } from './Palette.tsx';
import { savePreferences } from './PersonMenu.tsx';
import { Foot, Rail, useReachablePlaces } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TopBar } from './TopBar.tsx';

/** The frame around every page behind the sign-in. It starts the live link and stops it when the person leaves. */
export function Shell() {
  const t = useMessages(shellMessages);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const { railOpen } = usePreferences();
  const handleRail = () => savePreferences({ railOpen: !railOpen });
  const handlePalette = () => setPaletteOpen(true);
  const handleKeys = () => setKeysOpen(true);

  useEffect(() => {
    live.start();
    return () => live.stop();
  }, []);
  useEveryKey({ onPalette: handlePalette, onKeys: handleKeys, onRail: handleRail });

  return (
    <div className="app">
      <a href="#content" className="skip rounded-2 bg-accent px-3 py-1.5 font-semibold text-accent-ink">
        {t('skip')}
      </a>
      <Rail open={railOpen} onToggle={handleRail} />
      <TopBar onPalette={handlePalette} onKeys={handleKeys} />
      <main id="content" className="main" tabIndex={-1}>
        <LinkBar />
        <HealthBar />
        <Outlet />
      </main>
      <StatusLine />
      <Foot />
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} onKeys={handleKeys} />
      <KeyHelp open={keysOpen} onOpenChange={setKeysOpen} />
      <PlanHost />
      <Toaster />
    </div>
  );
}

function useEveryKey({ onPalette, onKeys, onRail }: { onPalette: () => void; onKeys: () => void; onRail: () => void }): void {
  const t = useMessages(shellMessages);
  const navigate = useNavigate();
  const host = useHostRef();
  const bindings = [
    { key: 'Ctrl+k', label: t('key_palette'), whenTyping: true, run: onPalette },
    { key: '?', label: t('key_help'), run: onKeys },
    { key: 'b', label: t('key_rail'), run: onRail },
    ...useReachablePlaces().map((place) => ({
      key: `g ${place.key}`,
      label: t('key_goTo', { place: t(place.id) }),
      run: () => void navigate({ to: place.to, params: { host } }),
    })),
  ];
  useKeys(t('everywhere'), bindings, { base: true });
}

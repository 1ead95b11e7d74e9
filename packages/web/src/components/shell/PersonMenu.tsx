import { useNavigate } from '@tanstack/react-router';
import { BookOpen, Keyboard, LogOut, SlidersHorizontal } from 'lucide-react';
import { refreshSession, signOut, useActor } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { live } from '../../live/index.ts';
import { changePreferences, usePreferences } from '../../preferences/index.ts';
import { showToast } from '../toasts/index.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../ui/index.ts';
import { uiMessages } from '../ui/messages.ts';
import { shellMessages } from './messages.ts';

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s.@_-]+/u)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}

/** Saves a preference and says so only when it could not be saved. */
export function savePreferences(changes: Parameters<typeof changePreferences>[0]): void {
  changePreferences(changes).catch((error: Error) => showToast({ tone: 'bad', title: error.message }));
}

/** Ends the session and goes to the sign-in. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  return () => {
    signOut()
      .then(refreshSession)
      .then(() => {
        live.stop();
        return navigate({ to: '/sign-in' });
      })
      .catch((error: Error) => showToast({ tone: 'bad', title: error.message }));
  };
}

export function PersonMenu({ onKeys }: { readonly onKeys: () => void }) {
  const t = useMessages(shellMessages);
  const role = useMessages(uiMessages);
  const actor = useActor();
  const navigate = useNavigate();
  const handleSignOut = useSignOut();
  const { theme, language } = usePreferences();
  if (!actor) {
    return null;
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <button type="button" className="avatar" aria-label={t('person', { name: actor.name })}>
          {initials(actor.name)}
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <div className="px-2 py-1.5">
          <p className="clip font-medium text-sm text-strong">{actor.name}</p>
          <p className="clip text-muted text-xs">{[actor.email, role(`role_${actor.role}`)].filter(Boolean).join(' · ')}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('theme')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => savePreferences({ theme: value as typeof theme })}>
          {(['dark', 'light', 'system'] as const).map((value) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              {t(`theme_${value}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuLabel>{t('language')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={language ?? document.documentElement.lang}
          onValueChange={(value) => savePreferences({ language: value as 'en' | 'fr' })}
        >
          <DropdownMenuRadioItem value="en" lang="en" onSelect={(event) => event.preventDefault()}>
            English
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="fr" lang="fr" onSelect={(event) => event.preventDefault()}>
            Français
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void navigate({ to: '/settings' })}>
          <SlidersHorizontal className="i text-secondary" aria-hidden />
          {t('settings')}
          <kbd>g s</kbd>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={onKeys}>
          <Keyboard className="i text-secondary" aria-hidden />
          {t('keys')}
          <kbd>?</kbd>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href="/docs" target="_blank" rel="noreferrer">
            <BookOpen className="i text-secondary" aria-hidden />
            {t('docs')}
          </a>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={handleSignOut}>
          <LogOut className="i text-secondary" aria-hidden />
          {t('signOut')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

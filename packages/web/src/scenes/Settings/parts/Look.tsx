import { savePreferences } from '../../../components/shell/index.ts';
import { Segmented, Switch } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { messages } from '../messages.ts';
import { Accent } from './Accent.tsx';
import { Row, Section } from './Row.tsx';

/** Language, theme, accent, density. Each change is seen at once. */
export function Look() {
  const t = useMessages(messages);
  const preferences = usePreferences();
  return (
    <Section id="look" title={t('look')} sub={t('personNote')}>
      <Row label={t('language')}>
        <Segmented
          label={t('language')}
          value={preferences.language ?? 'auto'}
          onValueChange={(value) => savePreferences({ language: value === 'auto' ? null : value })}
          options={[
            { value: 'auto', label: t('languageAuto') },
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'fr', label: <span lang="fr">Français</span> },
          ]}
        />
      </Row>
      <Row label={t('theme')}>
        <Segmented
          label={t('theme')}
          value={preferences.theme}
          onValueChange={(theme) => savePreferences({ theme })}
          options={(['dark', 'light', 'system'] as const).map((value) => ({ value, label: t(`theme_${value}`) }))}
        />
      </Row>
      <Row label={t('accent')} help={t('accentHelp')}>
        <Accent />
      </Row>
      <Row label={t('density')} help={t('densityHelp')}>
        <Segmented
          label={t('density')}
          value={preferences.density}
          onValueChange={(density) => savePreferences({ density })}
          options={(['compact', 'comfortable'] as const).map((value) => ({ value, label: t(`density_${value}`) }))}
        />
      </Row>
      <Row label={<span id="rail-label">{t('rail')}</span>} help={t('railHelp')}>
        <Switch aria-labelledby="rail-label" checked={preferences.railOpen} onCheckedChange={(railOpen) => savePreferences({ railOpen })} />
      </Row>
    </Section>
  );
}

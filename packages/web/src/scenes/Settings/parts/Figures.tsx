import { savePreferences } from '../../../components/shell/index.ts';
import { Segmented } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { messages } from '../messages.ts';
import { Row, Section } from './Row.tsx';

/** How figures are written, each with an example of what it does. */
export function Figures() {
  const t = useMessages(messages);
  const format = useFormat();
  const preferences = usePreferences();
  const example = (text: string) => <span className="mono text-muted text-xs">{t('example', { example: text })}</span>;
  return (
    <Section id="figures" title={t('figures')} sub={t('personNote')}>
      <Row label={t('network')}>
        <Segmented
          label={t('network')}
          value={preferences.networkUnit}
          onValueChange={(networkUnit) => savePreferences({ networkUnit })}
          options={(['bits', 'bytes'] as const).map((value) => ({ value, label: t(`network_${value}`) }))}
        />
        {example(format.text(format.networkRate(62_250_000)))}
      </Row>
      <Row label={t('cpu')}>
        <Segmented
          label={t('cpu')}
          value={preferences.cpuBase}
          onValueChange={(cpuBase) => savePreferences({ cpuBase })}
          options={(['core', 'host'] as const).map((value) => ({ value, label: t(`cpu_${value}`) }))}
        />
      </Row>
      <Row label={t('temperature')}>
        <Segmented
          label={t('temperature')}
          value={preferences.temperatureUnit}
          onValueChange={(temperatureUnit) => savePreferences({ temperatureUnit })}
          options={(['celsius', 'fahrenheit'] as const).map((value) => ({ value, label: t(`temperature_${value}`) }))}
        />
        {example(format.text(format.temperature(54)))}
      </Row>
      <Row label={t('clock')}>
        <Segmented
          label={t('clock')}
          value={preferences.clock}
          onValueChange={(clock) => savePreferences({ clock })}
          options={(['24', '12'] as const).map((value) => ({ value, label: t(`clock_${value}`) }))}
        />
        {example(format.time(Date.now(), { seconds: false }))}
      </Row>
    </Section>
  );
}

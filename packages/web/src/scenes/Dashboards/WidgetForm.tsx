import type { Widget } from '@vigie/contract';
import { widgetUnits } from '@vigie/contract/widget-units';
import { type FormEvent, useId, useState } from 'react';
import { useOperation } from '../../api/index.ts';
import { Button, Dialog, DialogContent, DialogHead, Field, Input, Select } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardMessages } from './messages.ts';
import { asType, widgetTypes } from './new-widget.ts';

interface WidgetFormProps {
  readonly widget: Widget;
  readonly onApply: (widget: Widget) => void;
  readonly onClose: () => void;
}

const aggregates = ['', 'avg', 'min', 'max', 'last', 'rate', 'increase', 'sum', 'count', 'quantile'] as const;
const joins = ['', 'sum', 'avg', 'min', 'max'] as const;

/** What one widget asks for and how it is drawn. What is wrong in it, the server says when it is saved. */
export function WidgetForm({ widget, onApply, onClose }: WidgetFormProps) {
  const t = useMessages(dashboardMessages);
  const [draft, setDraft] = useState<Widget>(widget);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onApply(draft);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHead title={t('configure')} />
        <form className="widget-form" onSubmit={submit}>
          <Field label={t('widgetTitle')}>
            {(ids) => (
              <Input {...ids} value={draft.title} maxLength={200} onChange={(event) => setDraft({ ...draft, title: event.target.value })} />
            )}
          </Field>
          <Field label={t('type')}>
            {(ids) => (
              <Select
                {...ids}
                value={draft.type}
                onValueChange={(type) => setDraft(asType(draft, type))}
                options={widgetTypes.map((value) => ({ value, label: t(`type_${value}`) }))}
              />
            )}
          </Field>
          {'queries' in draft ? <QueryFields widget={draft} onChange={setDraft} /> : null}
          {draft.type === 'timeseries' ? (
            <label className="widget-form-check">
              <input type="checkbox" checked={draft.stacked} onChange={(event) => setDraft({ ...draft, stacked: event.target.checked })} />{' '}
              {t('stacked')}
            </label>
          ) : null}
          {draft.type === 'text' ? (
            <Field label={t('text')}>
              {(ids) => (
                <textarea
                  {...ids}
                  className="mono"
                  rows={8}
                  maxLength={20_000}
                  value={draft.text}
                  onChange={(event) => setDraft({ ...draft, text: event.target.value })}
                />
              )}
            </Field>
          ) : null}
          {draft.type === 'top' ? (
            <>
              <Text label={t('host')} value={draft.host} onChange={(host) => setDraft({ ...draft, host })} />
              <Field label={t('resource')}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={draft.resource}
                    onValueChange={(resource) => setDraft({ ...draft, resource })}
                    options={(['cpu', 'memory', 'disk', 'network'] as const).map((value) => ({ value, label: value }))}
                  />
                )}
              </Field>
              <Field label={t('group')}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={draft.by}
                    onValueChange={(by) => setDraft({ ...draft, by })}
                    options={(['process', 'unit', 'container', 'user'] as const).map((value) => ({ value, label: value }))}
                  />
                )}
              </Field>
            </>
          ) : null}
          {draft.type === 'moment' ? (
            <>
              <Text label={t('host')} value={draft.host} onChange={(host) => setDraft({ ...draft, host })} />
              <Field label={t('show')}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={draft.show}
                    onValueChange={(show) => setDraft({ ...draft, show })}
                    options={(['processes', 'ports', 'units', 'logins', 'mounts'] as const).map((value) => ({ value, label: value }))}
                  />
                )}
              </Field>
            </>
          ) : null}
          <div className="dashboards-buttons">
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit">
              {t('apply')}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

type Queried = Extract<Widget, { readonly queries: unknown }>;

/** The first query of a widget; others, which an import may bring, are kept. */
function QueryFields({ widget, onChange }: { readonly widget: Queried; readonly onChange: (widget: Widget) => void }) {
  const t = useMessages(dashboardMessages);
  const list = useId();
  const names = useOperation('metric.names', {}, { staleTime: 60_000 });
  const [query, ...others] = widget.queries;
  if (!query) {
    return null;
  }
  const set = (change: Partial<typeof query>) => {
    const next = Object.fromEntries(
      Object.entries({ ...query, ...change }).filter(([, value]) => value !== '' && value !== undefined),
    ) as typeof query;
    onChange({ ...widget, queries: [{ ...next, names: next.names ?? '', hosts: next.hosts ?? '$host' }, ...others] } as Widget);
  };
  const bound = (level: 'warning' | 'critical', text: string) => {
    const { [level]: _old, ...rest } = widget.thresholds ?? {};
    const value = Number(text.replace(',', '.'));
    onChange({ ...widget, thresholds: text.trim() === '' || Number.isNaN(value) ? rest : { ...rest, [level]: value } } as Widget);
  };
  return (
    <>
      <Field label={t('metric')} help={t('metricHint')}>
        {(ids) => (
          <Input
            {...ids}
            className="mono"
            required
            list={list}
            value={query.names}
            onChange={(event) => set({ names: event.target.value })}
          />
        )}
      </Field>
      <datalist id={list}>
        {names.data?.items.map((item) => (
          <option key={item.name} value={item.name} />
        ))}
      </datalist>
      <Text label={t('labels')} help={t('labelsHint')} value={query.labels ?? ''} onChange={(labels) => set({ labels })} />
      <Text label={t('hosts')} help={t('hostsHint')} value={query.hosts} onChange={(hosts) => set({ hosts })} />
      <div className="widget-form-pair">
        <Field label={t('aggregate')}>
          {(ids) => (
            <Select
              {...ids}
              value={query.aggregate ?? ''}
              onValueChange={(value) => set({ aggregate: (value || undefined) as typeof query.aggregate })}
              options={aggregates.map((value) => ({ value, label: value || t('auto') }))}
            />
          )}
        </Field>
        <Field label={t('across')}>
          {(ids) => (
            <Select
              {...ids}
              value={query.across ?? ''}
              onValueChange={(value) => set({ across: (value || undefined) as typeof query.across })}
              options={joins.map((value) => ({ value: value as string, label: value || t('across_none') }))}
            />
          )}
        </Field>
      </div>
      <div className="widget-form-pair">
        <Text
          label={t('by')}
          help={t('byHint')}
          value={(query.by ?? []).join(',')}
          onChange={(text) =>
            set({
              by: text
                .split(',')
                .map((name) => name.trim())
                .filter(Boolean),
            })
          }
        />
        <Text label={t('legend')} help="{{device}} {{host}}" value={query.legend ?? ''} onChange={(legend) => set({ legend })} />
      </div>
      <Field label={t('unit')}>
        {(ids) => (
          <Select
            {...ids}
            value={widget.unit}
            onValueChange={(unit) => onChange({ ...widget, unit } as Widget)}
            options={widgetUnits.map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
      <div className="widget-form-pair">
        <Text label={t('warning')} value={String(widget.thresholds?.warning ?? '')} onChange={(text) => bound('warning', text)} />
        <Text label={t('critical')} value={String(widget.thresholds?.critical ?? '')} onChange={(text) => bound('critical', text)} />
      </div>
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Text({ label, help, value, onChange }: TextProps) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(ids) => <Input {...ids} className="mono" value={value} spellCheck={false} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

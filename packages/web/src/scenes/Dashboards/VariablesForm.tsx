import type { DashboardVariable } from '@vigie/contract';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, Dialog, DialogContent, DialogHead, Field, IconButton, Input, Select } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardMessages } from './messages.ts';
import { asKind, freshName, movedBy, problemOf, variableKinds } from './variables.ts';

const mostVariables = 20;

interface VariablesFormProps {
  readonly variables: readonly DashboardVariable[];
  readonly onApply: (variables: readonly DashboardVariable[]) => void;
  readonly onClose: () => void;
}

/** A variable under way, with an identity of its own while its name changes. */
interface Row {
  readonly id: number;
  readonly variable: DashboardVariable;
}

/** The variables of a dashboard: added, changed, put in order, removed. */
export function VariablesForm({ variables, onApply, onClose }: VariablesFormProps) {
  const t = useMessages(dashboardMessages);
  const [rows, setRows] = useState<readonly Row[]>(variables.map((variable, id) => ({ id, variable })));
  const [tried, setTried] = useState(false);
  const all = rows.map(({ variable }) => variable);
  const change = (id: number, variable: DashboardVariable) => setRows(rows.map((row) => (row.id === id ? { id, variable } : row)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (all.every((variable) => problemOf(variable, all) === null)) {
      onApply(all);
    }
  };
  const add = () => {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    setRows([...rows, { id, variable: { kind: 'host', name: freshName(all), label: '', multiple: false, value: 'local' } }]);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHead title={t('variables')} />
        <form className="widget-form" onSubmit={submit} noValidate>
          <p className="text-secondary text-xs">{t('variablesHint')}</p>
          {rows.map(({ id, variable }, index) => (
            <fieldset key={id} className="variable-form">
              <legend className="mono">${variable.name}</legend>
              <div className="variable-form-tools">
                <IconButton label={t('up')} disabled={index === 0} onClick={() => setRows(movedBy(rows, index, -1))}>
                  <ArrowUp className="i-s" aria-hidden />
                </IconButton>
                <IconButton label={t('down')} disabled={index === rows.length - 1} onClick={() => setRows(movedBy(rows, index, 1))}>
                  <ArrowDown className="i-s" aria-hidden />
                </IconButton>
                <IconButton
                  label={t('removeVariable', { name: variable.name })}
                  onClick={() => setRows(rows.filter((row) => row.id !== id))}
                >
                  <Trash2 className="i-s" aria-hidden />
                </IconButton>
              </div>
              <VariableFields variable={variable} problem={tried ? problemOf(variable, all) : null} onChange={(next) => change(id, next)} />
            </fieldset>
          ))}
          <div>
            <Button onClick={add} disabled={rows.length >= mostVariables}>
              <Plus className="i-s" aria-hidden /> {t('addVariable')}
            </Button>
          </div>
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

interface FieldsProps {
  readonly variable: DashboardVariable;
  readonly problem: ReturnType<typeof problemOf>;
  readonly onChange: (variable: DashboardVariable) => void;
}

function VariableFields({ variable, problem, onChange }: FieldsProps) {
  const t = useMessages(dashboardMessages);
  return (
    <>
      <div className="widget-form-pair">
        <Field label={t('variableName')} error={problem === 'name' || problem === 'taken' ? t(`problem_${problem}`) : null}>
          {(ids) => (
            <Input
              {...ids}
              className="mono"
              value={variable.name}
              maxLength={64}
              spellCheck={false}
              onChange={(event) => onChange({ ...variable, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('variableLabel')}>
          {(ids) => (
            <Input
              {...ids}
              value={variable.label}
              maxLength={100}
              onChange={(event) => onChange({ ...variable, label: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t('variableKind')}>
        {(ids) => (
          <Select
            {...ids}
            value={variable.kind}
            onValueChange={(kind) => onChange(asKind(variable, kind))}
            options={variableKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          />
        )}
      </Field>
      {variable.kind === 'list' ? (
        <Field label={t('variableValues')} help={t('variableValuesHint')} error={problem === 'values' ? t('problem_values') : null}>
          {(ids) => (
            <ValuesInput
              ids={ids}
              values={variable.values}
              onValues={(values) =>
                onChange({ ...variable, values, value: values.includes(variable.value) ? variable.value : (values[0] ?? '') })
              }
            />
          )}
        </Field>
      ) : null}
      {variable.kind === 'label' ? (
        <div className="widget-form-pair">
          <Field label={t('metric')} error={problem === 'metric' ? t('problem_metric') : null}>
            {(ids) => (
              <Input
                {...ids}
                className="mono"
                value={variable.metric}
                maxLength={200}
                placeholder="node_disk_read_bytes_total"
                onChange={(event) => onChange({ ...variable, metric: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('variableOf')} error={problem === 'of' ? t('problem_of') : null}>
            {(ids) => (
              <Input
                {...ids}
                className="mono"
                value={variable.of}
                maxLength={64}
                placeholder="device"
                onChange={(event) => onChange({ ...variable, of: event.target.value })}
              />
            )}
          </Field>
        </div>
      ) : null}
      <Field label={t('variableValue')}>
        {(ids) => (
          <Input
            {...ids}
            className="mono"
            value={variable.value}
            maxLength={variable.kind === 'text' ? 200 : 4000}
            onChange={(event) => onChange({ ...variable, value: event.target.value })}
          />
        )}
      </Field>
      {variable.kind === 'text' ? null : (
        <label className="widget-form-check">
          <input
            type="checkbox"
            checked={variable.multiple}
            onChange={(event) => onChange({ ...variable, multiple: event.target.checked })}
          />{' '}
          {t('variableMultiple')}
        </label>
      )}
    </>
  );
}

interface ValuesInputProps {
  readonly ids: { readonly id: string; readonly 'aria-describedby'?: string | undefined };
  readonly values: readonly string[];
  readonly onValues: (values: string[]) => void;
}

/** Values between commas; what is being typed stays as it is typed. */
function ValuesInput({ ids, values, onValues }: ValuesInputProps) {
  const [text, setText] = useState(values.join(', '));
  return (
    <Input
      {...ids}
      className="mono"
      value={text}
      maxLength={4000}
      onChange={(event) => {
        setText(event.target.value);
        onValues([
          ...new Set(
            event.target.value
              .split(',')
              .map((value) => value.trim())
              .filter(Boolean),
          ),
        ]);
      }}
    />
  );
}

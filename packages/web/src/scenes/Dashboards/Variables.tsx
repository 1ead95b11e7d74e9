import type { DashboardContent, DashboardVariable } from '@vigie/contract';
import { useOperation } from '../../api/index.ts';
import { Input, Select } from '../../components/ui/index.ts';
import { isMultiple, type Values } from '../../components/widgets/index.ts';

interface VariablesProps {
  readonly content: DashboardContent;
  readonly values: Values;
  readonly hosts: readonly { readonly id: string; readonly name: string; readonly local: boolean }[];
  readonly onValue: (name: string, value: string) => void;
}

/** The values to choose above a dashboard: hosts, labels, lists, free text. */
export function Variables({ content, values, hosts, onValue }: VariablesProps) {
  return content.variables.map((variable) => (
    <div key={variable.name} className="board-variable">
      <span aria-hidden="true">{variable.label || variable.name}</span>
      <VariableField
        variable={variable}
        value={values[variable.name] ?? ''}
        hosts={hosts}
        onValue={(value) => onValue(variable.name, value)}
      />
    </div>
  ));
}

function VariableField({
  variable,
  value,
  hosts,
  onValue,
}: {
  readonly variable: DashboardVariable;
  readonly value: string;
  readonly hosts: VariablesProps['hosts'];
  readonly onValue: (value: string) => void;
}) {
  const names = useOperation(
    'metric.names',
    { q: variable.kind === 'label' ? variable.metric : '' },
    { enabled: variable.kind === 'label', staleTime: 60_000 },
  );
  if (variable.kind === 'text') {
    return <Input aria-label={variable.label || variable.name} value={value} onChange={(event) => onValue(event.target.value)} />;
  }
  const choices =
    variable.kind === 'host'
      ? [
          ...hosts.map((host) => ({ value: host.local ? 'local' : host.id, label: host.name })),
          ...(isMultiple(variable) ? [{ value: '*', label: '*' }] : []),
        ]
      : (variable.kind === 'list'
          ? variable.values
          : (names.data?.items.find((item) => item.name === variable.metric)?.labels[variable.of] ?? [])
        ).map((one) => ({ value: one, label: one }));
  const known = choices.some((choice) => choice.value === value) ? choices : [{ value, label: value }, ...choices];
  return <Select aria-label={variable.label || variable.name} value={value} onValueChange={onValue} options={known} />;
}

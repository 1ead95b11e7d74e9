import './processes.css';
import { useDeferredValue } from 'react';
import { useCan } from '../../api/index.ts';
import { HostFrame, useCurrentHost, useHostRef } from '../../components/shell/index.ts';
import { ErrorState, LoadingState, NoPermissionState } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useProcesses } from '../../live/index.ts';
import { processMessages } from './messages.ts';
import { Workbench } from './Workbench.tsx';

export function ProcessesScene() {
  const may = useCan('process.read');
  return <HostFrame tab="processes">{may ? <Live /> : <NoPermissionState permission="process.read" />}</HostFrame>;
}

function Live() {
  const t = useMessages(processMessages);
  const host = useHostRef();
  const known = useCurrentHost();
  // Ten thousand rows are sorted and drawn in the background, so that scrolling and keys never wait for them.
  const state = useDeferredValue(useProcesses(host, { intervalMs: 1000 }));
  const name = known?.name ?? host;
  if (state.timeMs === 0) {
    return state.error ? (
      <ErrorState title={t('failed')} error={new Error(state.error.message)} />
    ) : (
      <LoadingState what={t('loading', { host: name })} rows={18} />
    );
  }
  return <Workbench host={host} hostName={name} cores={known?.cpuCount ?? 1} memoryBytes={known?.memoryBytes ?? null} state={state} />;
}

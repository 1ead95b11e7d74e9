import { useCurrentHost } from '../../../components/shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';

/** A part that privileges hide: hatched, with who may see it. */
export function HiddenPart({ kernel }: { readonly kernel: boolean }) {
  const t = useMessages(processMessages);
  const host = useCurrentHost();
  return (
    <div className="pp-hidden hatch-fill">
      <p>
        <b>{kernel ? t('hidden_part_kernel') : t('hidden_part')}</b>
        {kernel ? null : <> {t('hidden_part_body', { user: host?.agentUser ?? '?' })}</>}
      </p>
    </div>
  );
}

/* The audit trail: who did what, where, with which risk, and how it ended. What can be undone is undone from here. */
import { useEffect } from 'react';
import { useCan } from '../../api/index.ts';
import { NoPermissionState } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { Trail } from './Trail.tsx';

export function ActivityScene() {
  const t = useMessages(messages);
  const can = useCan('audit.read');
  useEffect(() => {
    document.title = `${t('title')} · Vigie`;
  }, [t]);
  return can ? <Trail /> : <NoPermissionState permission="audit.read" />;
}

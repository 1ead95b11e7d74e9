import { useQueryClient } from '@tanstack/react-query';
import type { Host } from '@vigie/contract';
import { type FormEvent, useState } from 'react';
import { operationKey } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { Button, Dialog, DialogContent, DialogHead, Field, Input } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { hostMessages } from '../messages.ts';
import { splitTags } from '../tags.ts';

/** What people call a host and where they look for it. */
export function EditHost({ host, onClose }: { readonly host: Host | null; readonly onClose: () => void }) {
  const t = useMessages(hostMessages);
  return (
    <Dialog open={host !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent compact className="w-[min(460px,calc(100vw-16px))]">
        <DialogHead title={t('edit_title', { name: host?.name ?? '' })} />
        {host ? <Form key={host.id} host={host} onDone={onClose} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function Form({ host, onDone }: { readonly host: Host; readonly onDone: () => void }) {
  const t = useMessages(hostMessages);
  const queries = useQueryClient();
  const { run } = useAction();
  const [name, setName] = useState(host.name === host.reportedName ? '' : host.name);
  const [site, setSite] = useState(host.site ?? '');
  const [tags, setTags] = useState(host.tags.join(', '));

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onDone();
    void run(
      'host.update',
      { host: host.id, name: name.trim() || null, site: site.trim() || null, tags: splitTags(tags) },
      {
        title: t('saved', { name: name.trim() || host.name }),
        onDone: () => void queries.invalidateQueries({ queryKey: operationKey('host.list') }),
      },
    );
  };

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4 overflow-y-auto p-5">
      <Field label={t('name')} help={t('name_help', { name: host.reportedName ?? host.name })}>
        {(ids) => <Input {...ids} maxLength={255} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('site')} help={t('site_help')}>
        {(ids) => <Input {...ids} maxLength={63} value={site} onChange={(event) => setSite(event.target.value)} />}
      </Field>
      <Field label={t('tags')} help={t('tags_help')}>
        {(ids) => <Input {...ids} maxLength={500} value={tags} onChange={(event) => setTags(event.target.value)} />}
      </Field>
      <div className="flex justify-end gap-2 pt-1">
        <Button variant="ghost" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary">
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

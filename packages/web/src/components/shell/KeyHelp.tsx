import { useKeyScopes } from '../../hooks/keys/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Dialog, DialogContent, DialogHead, Keys } from '../ui/index.ts';
import { shellMessages } from './messages.ts';

/** Every key that works now, the page's first. */
export function KeyHelp({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useMessages(shellMessages);
  const scopes = useKeyScopes();
  const groups = new Map<string, { key: string; label: string }[]>();
  for (const scope of scopes) {
    const group = groups.get(scope.title) ?? [];
    groups.set(scope.title, group);
    for (const binding of scope.bindings) {
      if (!binding.hidden && !group.some((other) => other.key === binding.key)) {
        group.push(binding);
      }
    }
  }
  groups.get(t('everywhere'))?.push({ key: 'Escape', label: t('keysClose') });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="w-[min(860px,calc(100vw-24px))]">
        <DialogHead title={t('keysTitle')} />
        <div className="columns-1 gap-8 overflow-y-auto p-5 sm:columns-2 md:columns-3">
          {[...groups].map(([title, bindings]) => (
            <section key={title} className="mb-5 break-inside-avoid">
              <h3 className="sub-h mb-1.5">{title}</h3>
              <dl className="grid grid-cols-[minmax(92px,max-content)_minmax(0,1fr)] items-center gap-x-3 gap-y-1 text-xs">
                {bindings.map((binding) => (
                  <div key={binding.key} className="contents">
                    <dt className="flex flex-wrap justify-end gap-1 [&_kbd]:text-accent-text">
                      <Keys binding={binding.key} />
                    </dt>
                    <dd>{binding.label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}

import type { Dashboard, DashboardContent, Language } from '@vigie/contract';
import { disksContent } from './disks.ts';
import { fleetContent } from './fleet.ts';
import { hostContent } from './host.ts';

const contents: Readonly<Record<string, (t: Say) => DashboardContent>> = {
  'shipped-host': hostContent,
  'shipped-fleet': fleetContent,
  'shipped-disks': disksContent,
};

/** A text in the language of the reader. */
export type Say = (en: string, fr: string) => string;

/** The dashboards that come with Vigie, in the language of the reader. */
export function shippedDashboards(language: Language): readonly Dashboard[] {
  const say: Say = (en, fr) => (language === 'fr' ? fr : en);
  return Object.entries(contents).map(([id, build]) => {
    const content = build(say);
    return {
      id,
      name: content.name,
      description: content.description,
      shipped: true,
      shared: true,
      mine: false,
      owner: null,
      version: 1,
      updatedAt: null,
      updatedBy: null,
      content,
    };
  });
}

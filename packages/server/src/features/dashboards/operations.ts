import { AppError, type Dashboard, type DashboardInfo, text } from '@vigie/contract';
import type { ActionHandler, Actor, PlanDraft, QueryHandler } from '../../operations/types.ts';
import { subjectOf } from '../../platform/auth/index.ts';
import { shippedDashboards } from './shipped/index.ts';
import type { DashboardStore, Reader } from './store.ts';

export interface DashboardHandlers {
  readonly 'dashboard.list': QueryHandler<'dashboard.list'>;
  readonly 'dashboard.get': QueryHandler<'dashboard.get'>;
  readonly 'dashboard.versions': QueryHandler<'dashboard.versions'>;
  readonly 'dashboard.create': ActionHandler<'dashboard.create'>;
  readonly 'dashboard.save': ActionHandler<'dashboard.save'>;
  readonly 'dashboard.delete': ActionHandler<'dashboard.delete'>;
}

export function createDashboardHandlers({ dashboards }: { readonly dashboards: DashboardStore }): DashboardHandlers {
  return {
    'dashboard.list': {
      async run(_input, { actor }) {
        const items = [...shippedFor(actor).map(infoOf), ...(await dashboards.list(readerOf(actor)))];
        return { count: items.length, items };
      },
    },
    'dashboard.get': {
      run: async ({ id, version }, { actor }) =>
        shippedFor(actor).find((one) => one.id === id) ?? (await dashboards.get(readerOf(actor), id, { version })),
    },
    'dashboard.versions': {
      async run({ id }, { actor }) {
        if (shippedFor(actor).some((one) => one.id === id)) {
          return { count: 0, items: [] };
        }
        const found = await dashboards.versions(readerOf(actor), id);
        const items = found.map(({ version, content, savedMs, savedBy }) => ({
          version,
          name: content.name,
          widgets: content.widgets.length,
          savedAt: new Date(savedMs).toISOString(),
          savedBy,
        }));
        return { count: items.length, items };
      },
    },
    'dashboard.create': {
      async plan({ content, shared }) {
        const { name } = content;
        return {
          ...plain,
          title: text(`Create the dashboard “${name}”`, `Créer le tableau de bord « ${name} »`),
          button: text('Create', 'Créer'),
          undo: { possible: false, text: text('Delete it instead', 'Supprimez-le plutôt') },
          runs: [`dashboard.create ${JSON.stringify(name)} widgets=${content.widgets.length} shared=${shared}`],
          command: `dashboard.create ${name}`,
        };
      },
      async run({ content, shared }, _draft, { actor }) {
        const output = await dashboards.create(readerOf(actor), content, shared);
        return { output, success: true, result: text(`Dashboard “${content.name}” created`, `Tableau de bord « ${content.name} » créé`) };
      },
    },
    'dashboard.save': {
      async plan({ id, base, content, shared, restore }, { actor }) {
        const before = await changeable(dashboards, actor, id, restore);
        if (before.version !== base) {
          throw new AppError('changed_since', { data: { version: before.version, by: before.updatedBy } });
        }
        const name = content?.name ?? before.name;
        return {
          ...plain,
          title: text(`Change the dashboard “${name}”`, `Modifier le tableau de bord « ${name} »`),
          button: text('Save', 'Enregistrer'),
          targets: [{ kind: 'dashboard', id, label: before.name }],
          undo: {
            possible: true,
            text: text('The version before becomes the newest again', 'La version d’avant redevient la plus récente'),
            operation: {
              id: 'dashboard.save',
              input: {
                id,
                base: content === undefined ? base : base + 1,
                ...(content === undefined ? {} : { content: before.content }),
                ...(shared === undefined ? {} : { shared: before.shared }),
              },
            },
          },
          runs: [`dashboard.save ${id} base=${base}`],
          command: `dashboard.save ${name}`,
        };
      },
      async run({ id, ...change }, _draft, { actor }) {
        const output = await dashboards.save(readerOf(actor), id, change);
        return { output, success: true, result: text(`Version ${output.version} saved`, `Version ${output.version} enregistrée`) };
      },
    },
    'dashboard.delete': {
      async plan({ id }, { actor }) {
        const { name, version } = await changeable(dashboards, actor, id, false);
        return {
          ...plain,
          title: text(`Delete the dashboard “${name}”`, `Supprimer le tableau de bord « ${name} »`),
          button: text('Delete the dashboard', 'Supprimer le tableau de bord'),
          destructive: true,
          targets: [{ kind: 'dashboard', id, label: name }],
          undo: {
            possible: true,
            text: text('It can be brought back with its versions', 'Il peut être ramené avec ses versions'),
            operation: { id: 'dashboard.save', input: { id, base: version, restore: true } },
          },
          runs: [`dashboard.delete ${id}`],
          command: `dashboard.delete ${name}`,
        };
      },
      async run({ id }, _draft, { actor }) {
        await dashboards.delete(readerOf(actor), id);
        return { output: { ok: true, id }, success: true, result: text('Dashboard deleted', 'Tableau de bord supprimé') };
      },
    },
  };
}

const plain: Pick<PlanDraft, 'destructive' | 'host' | 'targets' | 'facts' | 'impact' | 'verifies'> = {
  destructive: false,
  host: null,
  targets: [],
  facts: null,
  impact: [],
  verifies: [],
};

/** One that this actor sees and that did not come with Vigie. */
async function changeable(dashboards: DashboardStore, actor: Actor, id: string, deleted: boolean): Promise<Dashboard> {
  if (shippedFor(actor).some((one) => one.id === id)) {
    const message = text(
      'this one comes with Vigie: duplicate it to change it',
      'celui-ci est fourni avec Vigie : dupliquez-le pour le modifier',
    );
    throw new AppError('invalid_input', { details: [{ path: 'id', message }] });
  }
  return dashboards.get(readerOf(actor), id, { deleted });
}

function shippedFor({ language }: Actor): readonly Dashboard[] {
  return shippedDashboards(language);
}

function infoOf({ content, ...info }: Dashboard): DashboardInfo {
  return { ...info, widgets: content.widgets.length };
}

function readerOf(actor: Actor): Reader {
  return { organizationId: actor.organizationId, subject: subjectOf(actor), name: actor.email ?? actor.name };
}

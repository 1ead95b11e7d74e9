import { AppError, type Host, text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import { type HostBook, type Hosts, type HostTables, retireHost, saveHostLabels } from '../../latest/index.ts';
import type { ActionHandler } from '../../operations/types.ts';
import type { Clock } from '../../platform/clock.ts';

export interface HostManagement {
  readonly 'host.update': ActionHandler<'host.update'>;
  readonly 'host.retire': ActionHandler<'host.retire'>;
}

export interface HostManagementDeps {
  readonly db: Kysely<HostTables>;
  readonly hosts: Hosts;
  readonly book: HostBook;
  readonly clock: Clock;
}

/** Changes which hosts there are and what people call them: first the table, then the newest state, so that it counts at once. */
export function createHostManagement(deps: HostManagementDeps): HostManagement {
  return { 'host.update': updateHandler(deps), 'host.retire': retireHandler(deps) };
}

function updateHandler({ db, hosts, book }: HostManagementDeps): ActionHandler<'host.update'> {
  return {
    async plan(input) {
      const host = hosts.require(input.host);
      const lines = [
        ...(input.name === undefined ? [] : [line('name', 'nom', host.name, input.name ?? host.reportedName ?? host.name)]),
        ...(input.site === undefined ? [] : [line('site', 'site', host.site ?? '–', input.site ?? '–')]),
        ...(input.tags === undefined ? [] : [line('tags', 'étiquettes', host.tags.join(', ') || '–', input.tags.join(', ') || '–')]),
      ];
      if (lines.length === 0) {
        throw new AppError('invalid_input', {
          details: [{ path: 'host', message: text('Give a name, a site or tags', 'Donnez un nom, un site ou des étiquettes') }],
        });
      }
      const before = {
        host: host.id,
        ...(input.name === undefined ? {} : { name: host.name === host.reportedName ? null : host.name }),
        ...(input.site === undefined ? {} : { site: host.site }),
        ...(input.tags === undefined ? {} : { tags: host.tags }),
      };
      return {
        title: text(`Change the host ${host.name}`, `Modifier l’hôte ${host.name}`),
        button: text('Save', 'Enregistrer'),
        destructive: false,
        host: { id: host.id, name: host.name },
        targets: [targetOf(host)],
        facts: null,
        impact: lines.map((one) => ({ code: 'host_label', text: one })),
        undo: {
          possible: true,
          text: text('Puts back what was there', 'Remet ce qui était là'),
          operation: { id: 'host.update', input: before },
        },
        runs: [`host.update ${host.id}`],
        verifies: [],
        command: `host.update ${host.name}`,
      };
    },
    async run(input) {
      const { id } = hosts.require(input.host);
      const labels = {
        ...(input.name === undefined ? {} : { title: input.name }),
        ...(input.site === undefined ? {} : { site: input.site }),
        ...(input.tags === undefined ? {} : { tags: input.tags }),
      };
      const known = await saveHostLabels(db, id, labels);
      if (!known) {
        throw new AppError('host_not_found');
      }
      book.put(known);
      const output = hosts.require(id);
      return { output, success: true, result: text(`${output.name} changed`, `${output.name} modifié`) };
    },
  };
}

function retireHandler({ db, hosts, book, clock }: HostManagementDeps): ActionHandler<'host.retire'> {
  return {
    async plan(input) {
      const host = requireRemote(hosts.require(input.host));
      return {
        title: text(`Retire the host ${host.name}`, `Retirer l’hôte ${host.name}`),
        button: text(`Retire ${host.name}`, `Retirer ${host.name}`),
        destructive: true,
        host: { id: host.id, name: host.name },
        targets: [targetOf(host)],
        facts: null,
        impact: [
          {
            code: 'link_cut',
            text:
              host.state === 'up' || host.state === 'late'
                ? text('It is connected now; its link is cut at once', 'Il est connecté ; son lien est coupé aussitôt')
                : text('It is not connected now; it is not let in again', 'Il n’est pas connecté ; il n’est plus admis'),
          },
          {
            code: 'agent_stays',
            text: text(
              'The agent stays installed on the host; the install script takes it away with --uninstall',
              'L’agent reste installé sur l’hôte ; le script d’installation l’enlève avec --uninstall',
            ),
          },
        ],
        undo: {
          possible: false,
          text: text(
            'A retired host joins again with a new token, as a new host',
            'Un hôte retiré rejoint avec un nouveau jeton, comme nouvel hôte',
          ),
        },
        runs: [`host.retire ${host.id}`],
        verifies: [text('the host is no longer known', 'l’hôte n’est plus connu')],
        command: `host.retire ${host.name}`,
      };
    },
    async run(input) {
      const { id, name } = requireRemote(hosts.require(input.host));
      await retireHost(db, id, clock.now());
      book.remove(id);
      return { output: { ok: true, host: id }, success: true, result: text(`${name} retired`, `${name} retiré`) };
    },
    async verify(_input, _draft, { host }) {
      const verified = !hosts.list().some(({ id }) => id === host);
      return {
        verified,
        detail: verified
          ? text('the host is no longer known', 'l’hôte n’est plus connu')
          : text('the host is still known', 'l’hôte est encore connu'),
      };
    },
  };
}

/** The server's own machine is watched by an agent it starts itself. Throws `invalid_input`. */
function requireRemote(host: Host): Host {
  if (host.local) {
    throw new AppError('invalid_input', {
      details: [
        { path: 'host', message: text('The server’s own machine cannot be retired', 'La machine du serveur ne peut pas être retirée') },
      ],
    });
  }
  return host;
}

function targetOf({ id, name }: Host) {
  return { kind: 'host' as const, id, label: name };
}

function line(en: string, fr: string, before: string, after: string) {
  return text(`${en}: ${before} → ${after}`, `${fr} : ${before} → ${after}`);
}

import { text } from '@vigie/contract';
import type { ActionHandler } from '../../operations/types.ts';
import type { Setup, SignInAudit } from '../../platform/auth/index.ts';

export interface SetupHandlers {
  readonly 'setup.complete': ActionHandler<'setup.complete'>;
}

export function createSetupHandlers(deps: { readonly setup: Setup; readonly audit: SignInAudit }): SetupHandlers {
  return {
    'setup.complete': {
      async plan({ code, email }, { actor }) {
        await deps.setup.requireCode(code, actor.address);
        return {
          title: text(`Set Vigie up with the owner ${email}`, `Installer Vigie avec le propriétaire ${email}`),
          button: text('Create the owner', 'Créer le propriétaire'),
          destructive: false,
          host: null,
          targets: [{ kind: 'installation', id: 'installation', label: email }],
          facts: null,
          impact: [
            {
              code: 'setup_closes',
              text: text('Set-up is closed for ever afterwards', 'L’installation est ensuite fermée pour toujours'),
            },
          ],
          undo: { possible: false, text: text('It works once', 'Cela ne marche qu’une fois') },
          runs: [`setup.complete ${email}`],
          verifies: [],
          command: `setup.complete ${email}`,
        };
      },
      async run({ name, email, password }, _draft, { actor }) {
        const person = await deps.setup.createOwner({ name, email, password });
        const result = text(`${person.email} is the owner`, `${person.email} est propriétaire`);
        await deps.audit.appendSignIn({
          action: 'SETUP_COMPLETED',
          user: person.email,
          userId: person.id,
          address: actor.address,
          door: actor.door,
          organizationId: actor.organizationId,
          result,
        });
        return { output: { ok: true }, success: true, result };
      },
    },
  };
}

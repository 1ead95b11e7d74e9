import { text } from './text.ts';

/**
 * Every permission of Vigie. An operation names exactly one of them; a door without
 * a declared permission does not open. `public` needs no actor, `self` needs any actor
 * and only reaches what belongs to that actor.
 */
export const permissions = {
  public: text('Open to everybody', 'Ouvert à tous'),
  self: text('Own account', 'Son propre compte'),
  'host.read': text('See hosts and their figures', 'Voir les hôtes et leurs mesures'),
  'process.read': text('See processes and sockets', 'Voir les processus et les sockets'),
  'event.read': text('See what happened on hosts', 'Voir ce qui est arrivé sur les hôtes'),
  'process.signal': text('Signal processes', 'Envoyer des signaux aux processus'),
  'process.tune': text('Change priority and affinity', 'Changer priorité et affinité'),
  'process.restart': text('Restart processes', 'Redémarrer des processus'),
  'audit.read': text('Read the audit trail', 'Lire le journal d’audit'),
  'config.read': text('Read the configuration', 'Lire la configuration'),
  'dashboard.edit': text('Make and change dashboards', 'Créer et modifier des tableaux de bord'),
  'store.manage': text('Change how long data is kept', 'Changer la durée de conservation des données'),
  'host.enrol': text('Add hosts', 'Ajouter des hôtes'),
  'host.manage': text('Rename, tag, move and retire hosts', 'Renommer, étiqueter, déplacer et retirer des hôtes'),
  'agent.manage': text('Configure and upgrade agents', 'Configurer et mettre à jour les agents'),
  'backup.create': text('Make backups', 'Faire des sauvegardes'),
  'token.manage': text('Manage API tokens', 'Gérer les jetons d’API'),
} as const;

export type Permission = keyof typeof permissions;

export const roles = ['owner', 'operator', 'viewer', 'auditor'] as const;
export type Role = (typeof roles)[number];

const reading: readonly Permission[] = ['public', 'self', 'host.read', 'process.read', 'event.read'];

/** What each role may do. The owner may do everything that exists. */
export const rolePermissions: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(Object.keys(permissions) as Permission[]),
  operator: new Set<Permission>([
    ...reading,
    'process.signal',
    'process.tune',
    'process.restart',
    'audit.read',
    'dashboard.edit',
    'host.manage',
  ]),
  viewer: new Set<Permission>(reading),
  auditor: new Set<Permission>([...reading, 'audit.read', 'config.read']),
};

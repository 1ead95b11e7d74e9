import { actionUndo, auditList } from './audit.ts';
import { dashboardCreate, dashboardDelete, dashboardGet, dashboardList, dashboardSave, dashboardVersions } from './dashboards.ts';
import { caShow, enrolmentCreate, enrolmentList, enrolmentRevoke, hostEnrol } from './enrolment.ts';
import { eventCount, eventList, gapList } from './events.ts';
import { hostAt, hostDiff, hostUsage } from './history.ts';
import { hostGet, hostList, hostRetire, hostUpdate, metricRecent } from './hosts.ts';
import { metricAcross, metricNames, metricNewest, metricQuery } from './metrics.ts';
import type { Operation } from './operation.ts';
import { preferencesSet } from './preferences.ts';
import { processAffinity, processGet, processIoPriority, processList, processRenice, processRestart, processSignal } from './processes.ts';
import { setupComplete } from './setup.ts';
import { socketList } from './sockets.ts';
import { backupCreate, retentionGet, retentionSet, storeCheck } from './store.ts';
import { configGet, healthGet, preferencesGet, sessionGet } from './system.ts';
import { tokenCreate, tokenList, tokenRevoke } from './tokens.ts';

/** Every operation of Vigie. What is not here does not exist at any door. */
export const catalogue = {
  'health.get': healthGet,
  'session.get': sessionGet,
  'setup.complete': setupComplete,
  'preferences.get': preferencesGet,
  'preferences.set': preferencesSet,
  'config.get': configGet,
  'host.list': hostList,
  'host.get': hostGet,
  'host.update': hostUpdate,
  'host.retire': hostRetire,
  'host.enrol': hostEnrol,
  'enrolment.list': enrolmentList,
  'enrolment.create': enrolmentCreate,
  'enrolment.revoke': enrolmentRevoke,
  'ca.show': caShow,
  'metric.recent': metricRecent,
  'metric.query': metricQuery,
  'metric.across': metricAcross,
  'metric.newest': metricNewest,
  'metric.names': metricNames,
  'host.at': hostAt,
  'host.diff': hostDiff,
  'host.usage': hostUsage,
  'process.list': processList,
  'process.get': processGet,
  'process.signal': processSignal,
  'process.renice': processRenice,
  'process.affinity': processAffinity,
  'process.ioprio': processIoPriority,
  'process.restart': processRestart,
  'socket.list': socketList,
  'event.list': eventList,
  'event.count': eventCount,
  'gap.list': gapList,
  'audit.list': auditList,
  'action.undo': actionUndo,
  'dashboard.list': dashboardList,
  'dashboard.get': dashboardGet,
  'dashboard.versions': dashboardVersions,
  'dashboard.create': dashboardCreate,
  'dashboard.save': dashboardSave,
  'dashboard.delete': dashboardDelete,
  'retention.get': retentionGet,
  'retention.set': retentionSet,
  'store.check': storeCheck,
  'backup.create': backupCreate,
  'token.list': tokenList,
  'token.create': tokenCreate,
  'token.revoke': tokenRevoke,
} as const satisfies Record<string, Operation>;

export type Catalogue = typeof catalogue;
export type OperationId = keyof Catalogue;
export type OperationInput<K extends OperationId> = import('zod').input<Catalogue[K]['input']>;
export type OperationParsed<K extends OperationId> = import('zod').output<Catalogue[K]['input']>;
export type OperationOutput<K extends OperationId> = import('zod').output<Catalogue[K]['output']>;
export type ActionId = { [K in OperationId]: Catalogue[K]['kind'] extends 'action' ? K : never }[OperationId];
export type QueryId = Exclude<OperationId, ActionId>;

export const operations: readonly Operation[] = Object.values(catalogue);

/*
 * Every step of the tables of `state.db`, one file per noun and step. A step that has left this house is never changed.
 */
import type { Migration } from '../migrate.ts';
import * as accounts from './20261120-1900-accounts.ts';
import * as installation from './20261120-1901-installation.ts';
import * as tokens from './20261120-1902-tokens.ts';
import * as preferences from './20261120-1903-preferences.ts';
import * as actions from './20261120-1930-actions.ts';
import * as hosts from './20261120-1940-hosts.ts';
import * as dashboards from './20261120-2330-dashboards.ts';
import * as retention from './20261120-2331-retention.ts';
import * as enrolment from './20261121-0120-enrolment.ts';

export const migrations: readonly Migration[] = [
  { name: '20261120-1900-accounts', up: accounts.up },
  { name: '20261120-1901-installation', up: installation.up },
  { name: '20261120-1902-tokens', up: tokens.up },
  { name: '20261120-1903-preferences', up: preferences.up },
  { name: '20261120-1930-actions', up: actions.up },
  { name: '20261120-1940-hosts', up: hosts.up },
  { name: '20261120-2330-dashboards', up: dashboards.up },
  { name: '20261120-2331-retention', up: retention.up },
  { name: '20261121-0120-enrolment', up: enrolment.up },
];

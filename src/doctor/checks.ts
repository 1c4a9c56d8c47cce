import type { Check } from './check.ts';
import { clock } from './checks/clock.ts';
import { company } from './checks/company.ts';
import { connection } from './checks/connection.ts';
import { connector } from './checks/connector.ts';
import { contacts } from './checks/contacts.ts';
import { disk } from './checks/disk.ts';
import { keys } from './checks/keys.ts';
import { ledger } from './checks/ledger.ts';
import { links } from './checks/links.ts';
import { mapping } from './checks/mapping.ts';
import { names } from './checks/names.ts';
import { numbers } from './checks/numbers.ts';
import { permissions } from './checks/permissions.ts';
import { preferences } from './checks/preferences.ts';
import { otherRuns } from './checks/process.ts';
import { proxy } from './checks/proxy.ts';
import { records } from './checks/records.ts';
import { rejects } from './checks/rejects.ts';
import { settings } from './checks/settings.ts';
import { sources } from './checks/sources.ts';
import { taxes } from './checks/taxes.ts';
import { tokens } from './checks/tokens.ts';
import { version } from './checks/version.ts';

/** In the order in which they are shown: the computer, the sign-in, the company, the records. */
export const CHECKS: readonly Check[] = [
  version,
  disk,
  permissions,
  proxy,
  clock,
  settings,
  ledger,
  otherRuns,
  keys,
  connection,
  tokens,
  company,
  preferences,
  taxes,
  mapping,
  sources,
  rejects,
  contacts,
  names,
  numbers,
  links,
  connector,
  records,
];

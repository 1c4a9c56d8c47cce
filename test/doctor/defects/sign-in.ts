import type { Connection, Tokens } from '../../../src/qbo/connection.ts';
import { answersWithout, type Defect, type PatientCase } from '../../support/clinic.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** The sign-in as it would be, had time passed or somebody typed something else. */
const changed = async (patient: PatientCase, parts: Partial<Connection>, tokens: Partial<Tokens> = {}) =>
  patient.files((files) => {
    const kept = files.connection();
    if (!kept?.tokens) throw new Error('it is not connected');
    files.saveConnection({ ...kept, ...parts, tokens: { ...kept.tokens, ...tokens } });
    return undefined;
  });

/** As Intuit's gateway says that a company is not where it was asked for. */
const ELSEWHERE = {
  status: 401,
  headers: {},
  text: JSON.stringify({ fault: { error: [{ code: '130', message: 'x' }] } }),
};

let putBack: () => void = () => undefined;

/** Of the sign-in and the company: whether the right one answers. */
export const SIGN_IN: Defect[] = [
  {
    what: 'a key was copied with a blank',
    code: 'KEYS_TYPED', check: 'keys', level: 'fail', exit: 4,
    plant: async (patient) => changed(patient, { clientSecret: ' abc def' }),
    says: /client secret/, fix: /developer\.intuit\.com.*qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the client secret is that of another app',
    code: 'APP_KEYS', check: 'keys', level: 'fail', exit: 4,
    plant: async (patient) => changed(patient, { clientSecret: 'somebodyelses' }, { accessExpiresAt: inDays(-1) }),
    fix: /developer\.intuit\.com.*qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the connection is damaged',
    code: 'STORE_DAMAGED', check: 'connection', level: 'fail', exit: 5,
    plant: (patient) => { putBack = patient.replace('connection.json', (bytes) => bytes.subarray(0, bytes.length / 2)); return undefined; },
    says: /connection\.json/, fix: /backup/, mend: () => putBack(),
  },
  {
    what: 'a person disconnected it here', spoils: true,
    code: 'DISCONNECTED', check: 'connection', level: 'fail', exit: 4,
    plant: async (patient) => { await patient.qbsync(['disconnect', '--yes']); return undefined; },
    fix: /^Run: qbsync connect$/, mend: { run: {} },
  },
  {
    what: 'somebody ended the connection in QuickBooks', spoils: true,
    code: 'DISCONNECTED', check: 'connection', level: 'fail', exit: 4,
    plant: ({ sandbox }) => { sandbox.control('company', { revokeTokens: true }); return undefined; },
    fix: /^Run: qbsync connect$/, mend: { run: {} },
  },
  {
    what: 'QuickBooks is down',
    code: 'QUICKBOOKS_UNREACHABLE', check: 'connection', level: 'fail', exit: 7,
    plant: ({ sandbox }) => { sandbox.control('faults', { kind: 'status', status: 503, body: 'html', times: 500 }); return undefined; },
    fix: /Wait/, mend: ({ sandbox }) => void sandbox.control('faults', { clear: true }),
  },
  {
    what: 'Intuit does not renew sign-ins just now',
    code: 'SIGN_IN_UNREACHABLE', check: 'connection', level: 'fail', exit: 7,
    plant: async (patient) => {
      patient.sandbox.control('faults', { kind: 'status', status: 503, times: 500, match: { pathContains: '/tokens/bearer' } });
      return changed(patient, {}, { accessExpiresAt: inDays(-1) });
    },
    fix: /internet connection/, mend: ({ sandbox }) => void sandbox.control('faults', { clear: true }),
  },
  {
    what: 'the sign-in runs out, since nobody used it',
    code: 'SIGN_IN_UNUSED', check: 'tokens', level: 'warn', exit: 0,
    plant: async (patient) => changed(patient, {}, { refreshExpiresAt: inDays(10) }),
    fix: /qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the sign-in ran out',
    code: 'SIGN_IN_UNUSED', check: 'tokens', level: 'fail', exit: 4,
    plant: async (patient) => changed(patient, {}, { refreshExpiresAt: inDays(-1) }),
    fix: /^Run: qbsync connect$/, mend: { run: {} },
  },
  {
    what: 'the five years of Intuit are almost over',
    code: 'SIGN_IN_FIVE_YEARS', check: 'tokens', level: 'warn', exit: 0,
    plant: async (patient) => changed(patient, {}, { hardExpiresAt: inDays(30) }),
    fix: /qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the five years of Intuit are over',
    code: 'SIGN_IN_FIVE_YEARS', check: 'tokens', level: 'fail', exit: 4,
    plant: async (patient) => changed(patient, {}, { hardExpiresAt: inDays(-1) }),
    fix: /^Run: qbsync connect$/, mend: { run: {} },
  },
  {
    what: 'the records belong to another company than the one that is connected',
    code: 'COMPANY_DIFFERS', check: 'company', level: 'fail', exit: 4,
    plant: async (patient) => {
      const { sandbox } = patient;
      return changed(patient, { companyId: '999', companyName: `Not ${sandbox.companyName}` });
    },
    says: /belong to Golden State Solar Works/, fix: /qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the country was noted wrongly',
    code: 'COUNTRY_CHANGED', check: 'company', level: 'fail', exit: 4,
    plant: async (patient) => changed(patient, { country: 'AU' }),
    says: /in US.*AU/, fix: /^Run: qbsync connect$/, mend: { run: {} },
  },
  {
    what: 'nobody says in which country the company is',
    code: 'COUNTRY_UNKNOWN', check: 'company', level: 'fail', exit: 4,
    plant: async (patient) => {
      await changed(patient, { country: undefined });
      return answersWithout((name) => name === 'Country');
    },
    fix: /Company → Address.*qbsync connect/, mend: { run: {} },
  },
  {
    what: 'the keys are those of the other environment',
    code: 'WRONG_ENVIRONMENT', check: 'keys', level: 'fail', exit: 4,
    plant: () => ({ world: { transport: async () => Promise.resolve(ELSEWHERE) } }),
    says: /another environment than "local"/, fix: /qbsync connect --environment/, mend: () => undefined,
  },
  {
    what: 'the subscription ended',
    code: 'SUBSCRIPTION_ENDED', check: 'company', level: 'fail', exit: 4,
    plant: ({ sandbox }) => { sandbox.control('company', { subscriptionStatus: 'CANCELLED' }); return undefined; },
    says: /CANCELLED/, fix: /Subscriptions and billing/,
    mend: ({ sandbox }) => void sandbox.control('company', { subscriptionStatus: 'PAID' }),
  },
]; // prettier-ignore

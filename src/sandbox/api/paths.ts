import type { SandboxRequest } from '../types.ts';

const ACCOUNTING = /^\/v3\/company\/([^/]+)\/./;

/** The company whose accounting API a request calls; none at the sign-in (qbo-api.md 1.2). */
export const realmOf = ({ path }: Pick<SandboxRequest, 'path'>): string | undefined =>
  ACCOUNTING.exec(path)?.[1];

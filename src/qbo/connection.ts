import * as z from 'zod';
import type { SignInStanding } from '../domain/sign-in.ts';
import { ENVIRONMENTS } from './endpoints.ts';

const instant = z.iso.datetime();

/** What signing in left behind. Times are UTC instants, ISO 8601. */
const tokensSchema = z.object({
  accessToken: z.string().min(1),
  accessExpiresAt: instant,
  refreshToken: z.string().min(1),
  /** Rolling: 100 days from the last use (qbo-api.md 2.2). */
  refreshExpiresAt: instant,
  /** Five years from consent, where Intuit said so (qbo-api.md 2.2). */
  hardExpiresAt: instant.optional(),
});
export type Tokens = z.output<typeof tokensSchema>;

/** One company's connection; all of it is secret and lives in one file of mode 0600. */
export const connectionSchema = z.object({
  environment: z.enum(ENVIRONMENTS),
  /** Base address of a `local` server. */
  url: z.string().optional(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUri: z.string().min(1),
  companyId: z.string().min(1),
  companyName: z.string(),
  /** Two letters where QuickBooks says so: US, AU, GB, CA. */
  country: z.string().optional(),
  connectedAt: instant,
  /** Absent once a person disconnected the company here. */
  tokens: tokensSchema.optional(),
  /**
   * Why it stands as disconnected. Where Intuit refused the sign-in the tokens are kept: an outage there looks like the
   * end of it (qbo-api.md 2.2), so every run tries them once.
   */
  disconnected: z.string().optional(),
  /** Intuit refused the keys of the app themselves: who connects again is asked for new ones. */
  keysRefused: z.boolean().optional(),
});
export type Connection = z.output<typeof connectionSchema>;

/** The two ends of a sign-in that a person must know of. */
export function signInEnds({ refreshExpiresAt, hardExpiresAt }: Tokens): SignInStanding {
  return { endsUnused: refreshExpiresAt, ...(hardExpiresAt ? { endsAnyway: hardExpiresAt } : {}) };
}

/** Keeps the connection on disk; `exclusively` holds a lock between processes. */
export interface ConnectionStore {
  read(): Connection | undefined;
  /** On disk when it returns. */
  write(connection: Connection): void;
  /** Keeps how the sign-in stands where `status` finds it without opening secrets. */
  note(standing: SignInStanding): Promise<void>;
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** A sign-in that was begun and not ended: what was typed for it, and the answer that is waited for. */
export const pendingSignInSchema = z.object({
  /** Of the answer that is waited for; used once. */
  state: z.string().min(1).optional(),
  environment: z.enum(ENVIRONMENTS),
  url: z.string().optional(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUri: z.string().min(1),
});
export type PendingSignIn = z.output<typeof pendingSignInSchema>;

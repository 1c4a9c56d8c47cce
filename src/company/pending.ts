import * as z from 'zod';
import { ENVIRONMENTS } from '../qbo/endpoints.ts';

/** A sign-in that was begun with `--no-browser` and waits for its address. Used once. */
export const pendingSchema = z.object({
  state: z.string().min(1),
  environment: z.enum(ENVIRONMENTS),
  url: z.string().optional(),
  clientId: z.string().min(1),
  redirectUri: z.string().min(1),
});
export type PendingSignIn = z.output<typeof pendingSchema>;

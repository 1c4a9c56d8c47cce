import * as z from 'zod';
import { addCompany, listCompanies } from '../companies.ts';
import { countryCodes } from '../countries.ts';
import type { JsonObject } from '../json.ts';
import { SEEDS } from '../seeds/seed.ts';
import type { Sandbox } from '../types.ts';

/** What `POST /__sandbox/companies` takes: one more company, at once to be chosen on the consent page. */
export const companiesSchema = z.strictObject({
  country: z.enum(countryCodes),
  seed: z.enum(SEEDS).optional(),
  name: z.string().trim().min(1).max(1024).optional(),
  automatedTax: z.boolean().optional(),
  multicurrency: z.boolean().optional(),
});

export type CompaniesOrder = z.input<typeof companiesSchema>;

export const orderCompany = (
  sandbox: Sandbox,
  now: Date,
  order: z.output<typeof companiesSchema>,
): JsonObject => ({ ...addCompany(sandbox, now, order) });

/** `GET /__sandbox/companies`. */
export const shownCompanies = (sandbox: Sandbox): JsonObject => ({
  companies: listCompanies(sandbox).map((company) => ({ ...company })),
});

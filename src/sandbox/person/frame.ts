import { PERSON } from '../books/actors.ts';
import { ownPage } from '../markup/document.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import type { Sandbox, SandboxAnswer } from '../types.ts';
import { clockText } from './clock-text.ts';
import { doneText } from './done.ts';
import { at } from './visit.ts';
import type { Visit } from './visit.ts';

const SECTIONS = [
  ['customers', 'Customers'],
  ['invoices', 'Invoices'],
  ['payments', 'Payments'],
  ['transactions', 'Other transactions'],
  ['accounts', 'Chart of accounts'],
  ['audit', 'Audit log'],
  ['settings', 'Settings'],
] as const;

export type Section = (typeof SECTIONS)[number][0];

/** What a page shows; the frame is put around it. */
export interface Screen {
  readonly title: string;
  readonly main: Part;
  readonly section?: Section | undefined;
  readonly status?: number;
}

function navigation(visit: Visit, section: Section | undefined): Markup {
  const items = SECTIONS.map(([name, label]) => {
    const current = name === section && markup` aria-current="page"`;
    return markup`<li><a href="${at(visit, name)}"${current}>${label}</a></li>`;
  });
  return markup`<nav aria-label="${visit.company.name}"><ul>${items}</ul></nav>`;
}

/** A page in the frame of a company, or of the sandbox as a whole. */
export function framed(sandbox: Sandbox, visit: Visit | undefined, screen: Screen): SandboxAnswer {
  const where = visit === undefined ? 'QuickBooks sandbox' : visit.company.name;
  const done = visit === undefined ? undefined : doneText(visit);
  return ownPage(screen.status ?? 200, {
    title: `${screen.title} – ${where}`,
    header: markup`<p><a href="/app/">QuickBooks sandbox: all companies</a>${visit !== undefined && markup` <strong>${visit.company.name}</strong>`} <span>${PERSON.name}, ${clockText(sandbox)}</span></p>${visit !== undefined && navigation(visit, screen.section)}`,
    main: [
      done !== undefined && markup`<p class="note" role="status">${done}</p>`,
      markup`<h1>${screen.title}</h1>\n`,
      screen.main,
    ],
  });
}

export const notThere = (sandbox: Sandbox, visit: Visit | undefined): SandboxAnswer =>
  framed(sandbox, visit, {
    title: 'There is no such page',
    main: markup`<p>It may have been deleted. <a href="/app/">Go to the start</a>.</p>`,
    status: 404,
  });

/** After a form: the browser asks for a page, so that going back or reloading sends nothing twice. */
export const seeOther = (location: string): SandboxAnswer => ({
  status: 303,
  headers: { Location: location, 'Cache-Control': 'no-store' },
  body: '',
});

import { exportOf } from '../control/export.ts';
import { ownPage } from '../markup/document.ts';
import { markup } from '../markup/markup.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { wireText } from '../wire.ts';
import { deepLink } from './deep-links.ts';
import { formPage } from './form-page.ts';
import { framed, notThere, seeOther } from './frame.ts';
import { turnedAway } from './local.ts';
import { homePage } from './pages/home.ts';
import { formAt, pageAt } from './routes.ts';
import { submitted } from './submit.ts';
import { visitTo } from './visit.ts';
import type { Visit } from './visit.ts';

const HOME = '/app/';

export const isPersonPath = ({ method, path }: SandboxRequest): boolean =>
  (path === '/' && method === 'GET') || path === '/app' || path.startsWith(HOME);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function download(visit: Visit): SandboxAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json;charset=utf-8',
      'Content-Disposition': `attachment; filename="company-${visit.company.id}.json"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body: wireText(exportOf(visit.sandbox, visit.company.id)),
  };
}

function inCompany(visit: Visit, parts: readonly string[]): SandboxAnswer {
  const { sandbox, request } = visit;
  const form = formAt(visit, parts);
  if (form !== undefined) {
    return request.method === 'POST'
      ? submitted(visit, form)
      : framed(sandbox, visit, formPage(form, undefined));
  }
  if (parts.join('/') === 'export') return download(visit);
  const screen = request.method === 'GET' ? pageAt(visit, parts) : undefined;
  return screen === undefined ? notThere(sandbox, visit) : framed(sandbox, visit, screen);
}

/** `/app/...`: what the person in QuickBooks sees and does. */
export function handlePerson(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  const away = turnedAway(request);
  if (away !== undefined) {
    return ownPage(403, { title: 'Not from here', main: markup`<h1>Not from here</h1><p>${away}</p>` });
  }
  if (request.path === '/' || request.path === '/app') return seeOther(HOME);
  if (request.path === HOME) return framed(sandbox, undefined, homePage(sandbox, request));
  const [first = '', companyId = '', ...parts] = request.path.slice(HOME.length).split('/').map(decoded);
  if (first !== 'company') {
    const to = companyId === '' ? deepLink(sandbox, request, first) : undefined;
    return to === undefined ? notThere(sandbox, undefined) : seeOther(to);
  }
  const visit = visitTo(sandbox, request, companyId);
  return visit === undefined ? notThere(sandbox, undefined) : inCompany(visit, parts);
}

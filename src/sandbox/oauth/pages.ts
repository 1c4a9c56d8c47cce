import type { SandboxCompany } from '../companies.ts';
import type { PageParts } from '../markup/document.ts';
import { markup } from '../markup/markup.ts';

/** What a scope lets an app do, for people. */
const SCOPE_WORDS: Readonly<Record<string, string>> = {
  'com.intuit.quickbooks.accounting': 'Read and change the books: customers, invoices, payments, settings',
  'com.intuit.quickbooks.payment': 'Take payments by card and bank',
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your e-mail address',
  phone: 'See your phone number',
  address: 'See your address',
};

/** The consent page: which company, allow or refuse. Works without script, by keyboard and read aloud. */
export function consentPage(
  action: string,
  hidden: Readonly<Record<string, string>>,
  companies: readonly SandboxCompany[],
  scopes: readonly string[],
): PageParts {
  const fields = Object.entries(hidden).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );
  const choices = companies.map(({ id, name, country }, at) => {
    const checked = at === 0 && markup` checked`;
    return markup`<label><input type="radio" name="realmId" value="${id}" required${checked}> ${name} <small>(${country}, company ${id})</small></label>`;
  });
  const asked = scopes.map(
    (scope) => markup`<li>${SCOPE_WORDS[scope] ?? scope} <small>(${scope})</small></li>`,
  );
  return {
    title: 'Connect to the QuickBooks sandbox',
    narrow: true,
    main: markup`<h1>Connect to the QuickBooks sandbox</h1>
<p>An app wants to work with one of the companies of this sandbox. No real books are involved.</p>
<p>It asks to:</p>
<ul>${asked}</ul>
<form method="post" action="${action}">
${fields}
<fieldset><legend>Company</legend>${choices}</fieldset>
<p class="actions">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="refuse" class="second" formnovalidate>Refuse</button>
</p>
</form>`,
  };
}

/** What cannot be sent back to the app is told to the person. */
export function problemPage(problem: string, fix: string): PageParts {
  return {
    title: 'Sorry, the sandbox cannot connect',
    narrow: true,
    main: markup`<h1>Sorry, the sandbox cannot connect</h1>
<p class="alert" role="alert">${problem}</p>
<p>${fix}</p>`,
  };
}

import { escapeText } from '../xml.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b2733;background:#fff}
fieldset{border:1px solid #6b7785;border-radius:6px;margin:1rem 0;padding:.75rem 1rem}
label{display:block;padding:.25rem 0}
button{font:inherit;padding:.6rem 1.4rem;border-radius:6px;border:2px solid #1a6b2a;background:#1a6b2a;color:#fff;margin-right:.75rem;cursor:pointer}
button.second{background:#fff;color:#1b2733;border-color:#6b7785}
button:focus-visible,input:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}`;

export interface CompanyChoice {
  readonly realmId: string;
  readonly name: string;
}

const page = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

/** The consent page: which company, allow or refuse. Works without script, by keyboard and read aloud. */
export function consentPage(
  action: string,
  hidden: Readonly<Record<string, string>>,
  companies: readonly CompanyChoice[],
  scopes: readonly string[],
): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeText(name)}" value="${escapeText(value)}">`,
  );
  const choices = companies.map(
    ({ realmId, name }, at) =>
      `<label><input type="radio" name="realmId" value="${escapeText(realmId)}" required${at === 0 ? ' checked' : ''}> ${escapeText(name)} <small>(company ${escapeText(realmId)})</small></label>`,
  );
  const asked = scopes.map((scope) => `<li><code>${escapeText(scope)}</code></li>`);
  return page(
    'Connect to the QuickBooks sandbox',
    `<h1>Connect to the QuickBooks sandbox</h1>
<p>An app wants to work with one of the companies of this sandbox. No real books are involved.</p>
<p>It asks for:</p>
<ul>${asked.join('')}</ul>
<form method="post" action="${escapeText(action)}">
${fields.join('\n')}
<fieldset>
<legend>Company</legend>
${choices.join('\n')}
</fieldset>
<p>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="refuse" class="second" formnovalidate>Refuse</button>
</p>
</form>`,
  );
}

/** What cannot be sent back to the app is told to the person. */
export function problemPage(problem: string, fix: string): string {
  return page(
    'Sorry, the sandbox cannot connect',
    `<h1>Sorry, the sandbox cannot connect</h1>
<p role="alert">${escapeText(problem)}</p>
<p>${escapeText(fix)}</p>`,
  );
}

import type { SandboxAnswer } from '../types.ts';
import { Markup, markup } from './markup.ts';
import type { Part } from './markup.ts';
import { STYLE, STYLE_SOURCE } from './style.ts';

export interface PageParts {
  readonly title: string;
  /** What stands above the main part. */
  readonly header?: Markup | undefined;
  readonly main: Part;
  /** For pages of one form: short lines. */
  readonly narrow?: boolean | undefined;
}

const headed = (header: Markup): Markup => markup`<a class="skip" href="#main">Skip to the content</a>
<header>${header}</header>`;

/** A whole page of the sandbox: no script, and nothing that is loaded from elsewhere. */
export const documentText = ({ title, header, main, narrow = false }: PageParts): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
<body>
${header !== undefined && headed(header)}
<main id="main"${narrow && markup` class="narrow"`}>
${main}
</main>
</body>
</html>
`.text;

const policy = (...own: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    'img-src data:',
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...own,
  ].join('; ');

const answer = (
  status: number,
  parts: PageParts,
  headers: Readonly<Record<string, string>>,
): SandboxAnswer => ({
  status,
  headers: {
    'Content-Type': 'text/html;charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  },
  body: documentText(parts),
});

/**
 * A page whose forms come back to the sandbox. `no-referrer` would make browsers send `Origin: null` with
 * its forms, which cannot be told from a form of another site.
 */
export const ownPage = (status: number, parts: PageParts): SandboxAnswer =>
  answer(status, parts, {
    'Content-Security-Policy': policy("form-action 'self'"),
    'Referrer-Policy': 'same-origin',
  });

/** A page whose form ends in a redirect to the app, which `form-action` would forbid. */
export const signInPage = (status: number, parts: PageParts): SandboxAnswer =>
  answer(status, parts, { 'Content-Security-Policy': policy(), 'Referrer-Policy': 'no-referrer' });

import { describe, expect, test } from 'vitest';
import { followConsent, isCallback } from '../../src/qbo/consent.ts';
import type { HttpAnswer, HttpRequest } from '../../src/qbo/http.ts';
import { Script, type Step } from '../support/engine.ts';

const SERVER = 'http://127.0.0.1:4000';
const REDIRECT = 'http://localhost:8765/callback';
const START = `${SERVER}/connect/oauth2?client_id=a&state=s`;
const DONE = `${REDIRECT}?code=c&state=s&realmId=1`;

const page = (text: string, status = 200, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  text,
});
const redirect = (location: string, headers: Record<string, string> = {}) =>
  page('', 302, { location, ...headers });

/** Follows from a first page to the end; gives the request that the page came to. */
async function agreed(html: string): Promise<HttpRequest | undefined> {
  const script = new Script(page(html), redirect(DONE));
  expect(await followConsent(script.transport, START, REDIRECT)).toBe(DONE);
  return script.seen[1];
}

async function refusal(...steps: Step[]): Promise<{ code: unknown; seen: number }> {
  const script = new Script(...steps);
  const error: unknown = await followConsent(script.transport, START, REDIRECT).catch(
    (caught: unknown) => caught,
  );
  return {
    code: typeof error === 'object' && error && 'code' in error ? error.code : error,
    seen: script.seen.length,
  };
}

describe('saying yes', () => {
  const post = `${SERVER}/consent`;
  test.each<[string, string, string, string | undefined]>([
    [
      'a button in a form',
      '<form method="post" action="/consent"><input type="hidden" name="ticket" value="t1"><button>Connect</button></form>',
      post,
      'ticket=t1',
    ],
    [
      'the button that says yes among two',
      '<form method=POST action=/consent><button name="decision" value="deny">Cancel</button><button name="decision" value="allow">Allow</button></form>',
      post,
      'decision=allow',
    ],
    [
      'an input that submits',
      "<FORM METHOD='post' ACTION='/consent'><INPUT TYPE='submit' NAME='go' VALUE='Authorize'><INPUT TYPE='submit' NAME='go' VALUE='Deny'></FORM>",
      post,
      'go=Authorize',
    ],
    [
      'a button with markup inside',
      '<form method="post" action="/consent"><button type="submit"><span>Continue</span></button></form>',
      post,
      '',
    ],
    [
      'the one button there is, whatever it says',
      '<form method="post" action="/consent"><button>Weiter</button></form>',
      post,
      '',
    ],
    [
      'a button with an address and a method of its own',
      '<form action="/deny"><button formaction="/consent" formmethod="post">Approve</button></form>',
      post,
      '',
    ],
    ['a form without an address', '<form method="post"><button>Allow</button></form>', START, ''],
    [
      'a form that asks by address',
      '<form action="/consent"><input type="hidden" name="a" value="b c"><button name="d" value="yes">Yes</button></form>',
      `${post}?a=b+c&d=yes`,
      undefined,
    ],
    [
      'a link',
      '<a href="/deny">Deny</a> <a class="x" href="/consent?ok=1">Allow access</a>',
      `${post}?ok=1`,
      undefined,
    ],
    [
      'the second of two forms',
      '<form action="/deny" method="post"><button>Deny</button></form><form action="/consent" method="post"><button>Allow</button></form>',
      post,
      '',
    ],
    [
      'a form, not a button of scripts in it',
      '<form method="post" action="/consent"><button type="button">Accept cookies</button><button>Agree</button></form>',
      post,
      '',
    ],
  ])('%s', async (_, html, url, body) => {
    const request = await agreed(html);
    expect([request?.url, request?.body]).toEqual([url, body]);
    expect(request?.method).toBe(body === undefined ? 'GET' : 'POST');
    expect(request?.headers['Content-Type']).toBe(
      body === undefined ? undefined : 'application/x-www-form-urlencoded',
    );
  });

  test.each<[string, string, string]>([
    [
      'entities in values',
      '<input type="hidden" name="r" value="http://x/?a=1&amp;b=&quot;2&quot;&#39;&#x41;">',
      'r=http%3A%2F%2Fx%2F%3Fa%3D1%26b%3D%222%22%27A',
    ],
    [
      'the first company, where none is chosen',
      '<input type="radio" name="realm" value="1"><input type="radio" name="realm" value="2">',
      'realm=1',
    ],
    [
      'the company that is chosen',
      '<input type="radio" name="realm" value="1"><input type="radio" name="realm" value="2" checked>',
      'realm=2',
    ],
    [
      'the first of a list',
      '<select name="realm"><option value="1">One</option><option value="2">Two</option></select>',
      'realm=1',
    ],
    [
      'the chosen of a list',
      '<select name="realm"><option value="1">One<option value="2" selected>Two</select>',
      'realm=2',
    ],
    [
      'boxes that are ticked only',
      '<input type="checkbox" name="a" checked><input type="checkbox" name="b" value="1">',
      'a=on',
    ],
    ['nothing that has no name', '<input value="x"><input type="hidden" name="a" value="">', 'a='],
    [
      'text that is filled in',
      '<input name="user" value="admin"><input type="reset" name="r" value="Clear">',
      'user=admin',
    ],
  ])('sends %s', async (_, fields, body) => {
    const request = await agreed(
      `<form method="post" action="/consent">${fields}<button>Connect</button></form>`,
    );
    expect(request?.body).toBe(body);
  });
});

describe('on the way', () => {
  test('two pages, redirects and cookies are followed', async () => {
    const script = new Script(
      redirect('/login', {
        'set-cookie': 'sid=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly,theme=a',
      }),
      page('<form method="post"><input name="u" value="x"><button>Sign in</button></form>', 200, {
        'set-cookie': 'sid=2; Path=/',
      }),
      redirect(`${SERVER}/companies`),
      page(
        '<form method="post" action="/done"><input type="radio" name="realm" value="9"><button>Next</button></form>',
      ),
      redirect(DONE),
    );
    expect(await followConsent(script.transport, START, REDIRECT)).toBe(DONE);
    expect(script.seen.map(({ method, url }) => `${method} ${url.replace(SERVER, '')}`)).toEqual([
      'GET /connect/oauth2?client_id=a&state=s',
      'GET /login',
      'POST /login',
      'GET /companies',
      'POST /done',
    ]);
    expect(script.seen.map(({ headers }) => headers.Cookie)).toEqual([
      undefined,
      'sid=1; theme=a',
      'sid=2; theme=a',
      'sid=2; theme=a',
      'sid=2; theme=a',
    ]);
  });

  test('a refusal of the server is brought back as it is', async () => {
    const refused = `${REDIRECT}?error=access_denied&state=s`;
    const script = new Script(redirect(refused));
    expect(await followConsent(script.transport, START, REDIRECT)).toBe(refused);
  });

  test.each<[string, Step[], number]>([
    ['another machine', [redirect('https://appcenter.intuit.com/x')], 1],
    ['a page without a way to say yes', [page('<p>Hello</p>')], 1],
    [
      'a page that only says no',
      [page('<form method="post"><button>Deny</button></form><a href="/x">Do not allow</a>')],
      1,
    ],
    ['buttons of which none says yes', [page('<form><button>Red</button><button>Blue</button></form>')], 1],
    ['an error', [page('<form><button>Allow</button></form>', 400)], 1],
    ['a circle', Array.from({ length: 8 }, () => redirect(START)), 8],
  ])('%s ends it', async (_, steps, seen) => {
    expect(await refusal(...steps)).toEqual({ code: 'CONSENT_PAGE', seen });
  });

  test('nothing is sent to another machine, not even by a form', async () => {
    const form = '<form method="post" action="https://evil.example/x"><button>Allow</button></form>';
    expect(await refusal(page(form))).toEqual({ code: 'CONSENT_PAGE', seen: 1 });
  });
});

test.each([
  [DONE, true],
  [REDIRECT, true],
  ['http://localhost:8765/callback/x', false],
  ['http://localhost:8766/callback?code=c', false],
  ['https://localhost:8765/callback', false],
  ['http://evil.example/callback?x=http://localhost:8765/callback', false],
])('%s is the callback: %s', (url, expected) => {
  expect(isCallback(url, REDIRECT)).toBe(expected);
});

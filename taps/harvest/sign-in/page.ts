import {createHash} from 'node:crypto';

/** What a browser is shown: never anything that came with a request, so that nothing can be smuggled in. */
export interface Page {
  readonly status: number;
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly string[];
}

export const SIGNED_IN: Page = {
  status: 200,
  title: 'You are signed in',
  text: ['Thank you. You can close this page and go back to the terminal: it goes on there.'],
};

export const NOT_ALLOWED: Page = {
  status: 200,
  title: 'You did not give access',
  text: [
    'That is all right: nothing was changed, and nothing was saved.',
    'You can close this page. Should you change your mind, start the sign-in again in the terminal.',
  ],
};

export const FAILED: Page = {
  status: 502,
  title: 'The sign-in did not work',
  text: ['Please go back to the terminal: it says what happened, and what to do about it.'],
};

export const FOREIGN: Page = {
  status: 400,
  title: 'This page belongs to another sign-in',
  text: [
    'The terminal waits for another one. That happens when an address is opened twice, or is an old one.',
    'Please go back to the terminal and open the address that it shows.',
  ],
};

export const NO_ANSWER: Page = {
  status: 400,
  title: 'The answer is missing',
  text: [
    'The address of this page says neither yes nor no.',
    'Please go back to the terminal and open the address that it shows once more.',
  ],
};

export const NOTHING_HERE: Page = {
  status: 404,
  title: 'There is nothing here',
  text: [
    'This small server only waits for a sign-in.',
    'Please go back to the terminal and open the address that it shows.',
  ],
};

export const NOT_THIS_WAY: Page = {
  status: 405,
  title: 'This page can only be looked at',
  text: ['Please go back to the terminal and open the address that it shows.'],
};

const STYLE = `:root{color-scheme:light dark}
body{margin:15vh auto;max-width:34rem;padding:0 1.5rem;font:1.125rem/1.6 system-ui,sans-serif;
color:#1f2328;background:#fff}
h1{font-size:1.6rem;line-height:1.3}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#15191f}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The headers of every page: it is kept nowhere, passes nothing on, and may do nothing but look as it does. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/** A page as HTML. */
export function htmlOf({title, text}: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - tap-harvest</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${text.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
</main>
</body>
</html>
`;
}

import type {Reply} from '../common/reply.js';
import {html} from '../common/reply.js';

/** What a person is asked: the form goes to where the question came from, so that nothing has to be remembered. */
export function question(application: string, scopes: readonly string[], query: string): Reply {
  const lines = [
    `<p>${escaped(application)} would like to use your accounts:</p>`,
    `<ul>${scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>`,
    `<form method="post" action="/oauth2/authorize${escaped(query)}">`,
    '<button name="decision" value="allow">Allow</button>',
    '<button name="decision" value="deny">Deny</button>',
    '</form>',
  ];
  return withBody(html(200, 'Sign in to the sandbox'), lines);
}

/** For mistakes of which the application must not be told, since its address is not to be trusted. */
export function mistake(text: string): Reply {
  return withBody(html(400, 'This application cannot sign you in'), [`<p>${escaped(text)}</p>`]);
}

function withBody(page: Reply, lines: readonly string[]): Reply {
  return {...page, body: page.body.toString().replace('</body>', () => `\n${lines.join('\n')}\n</body>`)};
}

function escaped(text: string): string {
  const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

import type {HarvestSandbox} from './index.js';

/** How to try signing in by hand, for whoever starts a sandbox. */
export function signInHelp({signIn}: Pick<HarvestSandbox, 'signIn'>): string {
  return [
    'To try signing in, there is an application:',
    `  client id      ${signIn.clientId}`,
    `  client secret  ${signIn.clientSecret}`,
    `  redirect URL   ${signIn.redirectUrl}`,
    '',
    'Open this in a browser and press Allow; it then goes to the redirect URL with a code:',
    `  ${signIn.authorizeUrl}`,
    '',
    'Exchange the code, within ten minutes and only once:',
    `  curl ${signIn.tokenUrl} \\`,
    '    -d grant_type=authorization_code --data-urlencode code=CODE \\',
    `    -d client_id=${signIn.clientId} -d client_secret=${signIn.clientSecret}`,
    '',
  ].join('\n');
}

import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {ServiceError, type SetupContext, type Tokens} from '../../../protocol/index.js';
import {applicationOf, identityUrl, tokenFacts} from '../oauth.js';
import {type Registered, registered} from './application.js';
import {openBrowser} from './browser.js';
import {CallbackServer, redirectUrl} from './callback-server.js';
import {idUrlIn, textIn} from './facts.js';
import {judge, pastedQuery} from './landing.js';
import {FAILED, NOT_ALLOWED, type Page, SIGNED_IN} from './page.js';
import type {Person} from './person.js';

const PASTE = 'Waiting for the browser, or paste the address that it ends on (not shown):';
const PASS_ON =
  'Waiting for the browser. If it runs on another machine, pass on the address that it ends on as one line of the input.';
const NO_MORE = 'Nothing can be pasted any more; still waiting for the browser.';
const FOREIGN = 'That address belongs to another sign-in, or is not complete; the waiting goes on.';
/** How often a code is tried again while Harvest is in trouble; each time after twice as long. */
const MOST_RETRIES = 3;
const FIRST_WAIT = 1000;

export interface SignedIn {
  readonly tokens: Tokens;
  readonly application: Registered;
}

/** Sends the person to Harvest with their browser, and waits until they come back with what tokens are got for. */
export async function signInByBrowser(
  context: SetupContext,
  person: Person,
  port: number,
): Promise<SignedIn> {
  const state = randomBytes(32).toString('base64url');
  const server = await CallbackServer.listen(port, state, () => person.say(`\n${FOREIGN}`));
  let page: Page = FAILED;
  try {
    const site = identityUrl(idUrlIn(context.config));
    person.say(
      `The application's redirect URL must be ${redirectUrl(port)}: register it at ${site}/developers`,
    );
    const application = await registered(context, person);
    const address = authorizeUrl(site, application.clientId, port, state);
    await show(address, context.flags['no-browser'] === true, person);
    const query = await landing(server, state, person, context);
    if (query.has('error')) page = NOT_ALLOWED;
    const tokens = await exchanged(query, application, port, state, context);
    page = SIGNED_IN;
    return {tokens, application};
  } finally {
    await server.end(page);
  }
}

function authorizeUrl(site: string, clientId: string, port: number, state: string): string {
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUrl(port),
    state,
  });
  return `${site}/oauth2/authorize?${query}`;
}

async function show(address: string, isUnwanted: boolean, person: Person): Promise<void> {
  const isOpened = !isUnwanted && (await openBrowser(address));
  const what = isOpened
    ? 'Your browser opens to sign in. If it does not, open this address in it:'
    : 'Open this address in a browser, and sign in there:';
  person.say(`\n${what}\n\n  ${address}\n`);
}

/** What the browser brings, or what somebody pastes who has it on another machine: whichever comes first. */
async function landing(
  server: CallbackServer,
  state: string,
  person: Person,
  {signal, keepSecret}: Pick<SetupContext, 'signal' | 'keepSecret'>,
): Promise<URLSearchParams> {
  const hasCome = new AbortController();
  const either = AbortSignal.any([signal, hasCome.signal]);
  const isPasted = pasted(state, person, either);
  try {
    const query = await Promise.race([server.landing, isPasted, interruption(either)]);
    keepSecret(...query.getAll('code'));
    return query;
  } finally {
    hasCome.abort();
    // The terminal must be free again before anything else is asked on it.
    await isPasted.catch(() => undefined);
  }
}

async function pasted(state: string, person: Person, signal: AbortSignal): Promise<URLSearchParams> {
  if (!person.hasTerminal) person.say(PASS_ON);
  for (;;) {
    const text = await person.secret(PASTE, signal);
    if (text === undefined) {
      if (person.hasTerminal) person.say(NO_MORE);
      return await interruption(signal);
    }
    if (text === '') continue;
    const query = pastedQuery(text);
    if (query !== undefined && judge(query, state) === 'ours') return query;
    person.say(FOREIGN);
  }
}

async function interruption(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

/** The tokens for what the browser brought. */
async function exchanged(
  query: URLSearchParams,
  {clientId, clientSecret}: Registered,
  port: number,
  state: string,
  {config, tokenEndpoint, clock, signal, log}: SetupContext,
): Promise<Tokens> {
  const application = applicationOf({
    ...idUrlIn(config),
    client_id: clientId,
    client_secret: clientSecret,
  });
  if (application === undefined) throw new Error('The application has neither id nor secret');
  const userAgent = textIn(config, 'user_agent');
  const facts = tokenFacts(userAgent === undefined ? {} : {user_agent: userAgent});
  const endpoint = tokenEndpoint(application, facts);
  const address = new URL(`${redirectUrl(port)}?${query}`);
  const retries = Math.min(Number(config.max_retries ?? MOST_RETRIES), MOST_RETRIES);
  for (let failures = 0; ; failures++) {
    try {
      return await endpoint.exchangeCode(address, redirectUrl(port), state);
    } catch (error) {
      // Somebody just pressed a button for this code. While Harvest is in trouble it has most likely not been looked at;
      // if it has, it is refused.
      if (!(error instanceof ServiceError) || failures >= retries) throw error;
      const wait = FIRST_WAIT * 2 ** failures;
      log.warning(`Waiting ${(wait / 1000).toFixed(1)} s before asking again: ${error.message}`);
      await clock.sleep(wait, signal);
    }
  }
}

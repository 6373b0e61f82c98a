import {AuthError, ServiceError, sentencesOf, TapError} from '../../core/errors.js';
import type {JsonObject} from '../../core/json.js';
import {streamsOfTap} from '../../tap.js';
import {Opener} from './open.js';
import {type Session, sessionConfig} from './session.js';

/** The body of a CONNECTION_STATUS: whether the settings are right, the service is there, and lets us in. */
export async function checkCommand(session: Session): Promise<JsonObject> {
  /** The account that is being looked at, where there are several. */
  let account: string | undefined;
  const said = (text: string) => (account === undefined ? text : `account ${account}: ${text}`);
  try {
    const loaded = sessionConfig(session);
    const names = streamsOfTap(session.tap, loaded.config).map(({name}) => name);
    const opener = new Opener(session, loaded);
    const missing = new Set<string>();
    for (const {name, config} of await opener.accounts()) {
      account = name;
      for (const reason of await unavailable(opener, config, new Set(names))) missing.add(said(reason));
    }
    return {
      status: 'SUCCEEDED',
      ...(missing.size === 0 ? {} : {message: `Some streams will be empty: ${[...missing].join('; ')}`}),
    };
  } catch (error) {
    if (!(error instanceof TapError) || session.ending.run.aborted) throw error;
    return {status: 'FAILED', message: session.log.masked(`${kindOf(error)}: ${said(sentencesOf(error))}`)};
  }
}

/** Why streams of an account will be empty. Throws `TapError` where it can't be read. */
async function unavailable(
  opener: Opener,
  config: JsonObject,
  streams: ReadonlySet<string>,
): Promise<Iterable<string>> {
  const {source, opening} = await opener.open(config, streams);
  source.close();
  if (opening.trouble !== undefined) throw opening.trouble;
  return opening.unavailable.values();
}

/** What is wrong, in the words that tell people whom to ask. */
function kindOf(error: TapError): string {
  const status = 'status' in error ? error.status : undefined;
  if (status === 403) return 'The credentials lack rights';
  if (error instanceof AuthError && status === 401) return 'The credentials were refused';
  if (error instanceof ServiceError && !error.isReached) return 'The service cannot be reached';
  return error.failure === 'config' ? 'The settings are not right' : 'The service is in trouble';
}

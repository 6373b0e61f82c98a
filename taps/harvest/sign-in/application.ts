import {ConfigError, type SetupContext} from '../../../protocol/index.js';
import type {Changes} from './config-files.js';
import {textIn} from './facts.js';
import {type Person, usable} from './person.js';

/** Who asks Harvest for access, and what of that is not among the settings yet. */
export interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly isNew: Changes;
}

const HOW_ID = 'name it with --client-id, or set "client_id"';
const HOW_SECRET =
  'set "client_secret", or TAP_HARVEST_CLIENT_SECRET with --config ENV, or pass it on in one line of the input';

/**
 * The application's id and secret: from the command line (the id alone, since command lines can be seen by everybody),
 * from the settings, or asked for.
 */
export async function registered(
  {config, flags, keepSecret}: Pick<SetupContext, 'config' | 'flags' | 'keepSecret'>,
  person: Person,
): Promise<Registered> {
  const known = textIn(config, 'client_id');
  const named = flags['client-id'] === undefined ? known : String(flags['client-id']).trim();
  if (named === undefined && !person.hasTerminal)
    throw new ConfigError([`The client id is missing: ${HOW_ID}`]);
  const clientId = usable(named ?? (await person.text("The application's client id:")), 'client id', HOW_ID);
  // A secret that is there belongs to the application that is there.
  const kept = known === undefined || known === clientId ? textIn(config, 'client_secret') : undefined;
  const secret = kept ?? (await person.secret("The application's client secret (not shown):"));
  keepSecret(secret ?? '');
  const clientSecret = usable(secret, 'client secret', HOW_SECRET);
  return {
    clientId,
    clientSecret,
    isNew: {
      ...(clientId === known ? {} : {client_id: clientId}),
      ...(kept === undefined ? {client_secret: clientSecret} : {}),
    },
  };
}

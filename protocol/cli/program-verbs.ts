import type {Tap} from '../tap.js';
import {accountFlag} from './one-account.js';
import type {ProgramVerb} from './program-verb.js';
import {watchVerbs} from './watch-verbs.js';

const request = (tap: Tap): ProgramVerb => ({
  kind: 'program',
  description: 'Make a call of your own: request [METHOD] PATH. METHOD is GET, or POST where --data is given',
  flags: {
    query: {type: 'strings', describe: 'Parameter of the address, as name=value; repeatable'},
    data: {type: 'string', describe: 'What to send: JSON, @FILE, or - for stdin'},
    include: {type: 'boolean', describe: "Print the answer's status and headers on stderr", alias: 'i'},
    yes: {type: 'boolean', describe: 'Send what changes data without asking'},
    ...accountFlag(tap),
  },
  takesWords: true,
  run: async (...all) => (await import('./request-command.js')).requestCommand(...all),
});

const get = (tap: Tap): ProgramVerb => ({
  kind: 'program',
  description: 'Print one record as a sync would shape it: get STREAM ID',
  flags: accountFlag(tap),
  takesWords: true,
  run: async (...all) => (await import('./get-command.js')).getCommand(...all),
});

/** What a tap can be told to do besides its own verbs. What a verb does is loaded when it is asked for. */
export function programVerbs(tap: Tap): Readonly<Record<string, ProgramVerb>> {
  return {
    request: request(tap),
    get: get(tap),
    ...(tap.webhooks === undefined ? {} : watchVerbs),
  };
}

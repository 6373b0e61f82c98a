import type {Tap} from '../tap.js';
import type {ProgramVerb} from './program-verb.js';
import {watchVerbs} from './watch-verbs.js';

/** What a tap can be told to do besides its own verbs. What a verb does is loaded when it is asked for. */
export function programVerbs(tap: Tap): Readonly<Record<string, ProgramVerb>> {
  return {...(tap.webhooks === undefined ? {} : watchVerbs)};
}

import type {Tap} from '../tap.js';
import type {ProgramVerb} from './program-verb.js';

/** What a tap can be told to do besides its own verbs. What a verb does is loaded when it is asked for. */
export function programVerbs(_tap: Tap): Readonly<Record<string, ProgramVerb>> {
  return {};
}

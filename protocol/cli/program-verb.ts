import type {StderrLog} from '../sync/stderr-log.js';
import type {Tap, VerbFlag} from '../tap.js';
import type {Command} from './args.js';
import type {Ending} from './ending.js';

/** Something that every tap can be told to do, or every one that has what it takes, by a word on its command line. */
export interface ProgramVerb {
  readonly kind: 'program';
  /** One line for the help. */
  readonly description: string;
  /** Its own flags, by name without dashes. */
  readonly flags: Readonly<Record<string, VerbFlag>>;
  /** Whether words may follow it. */
  readonly takesWords: boolean;
  /** Does it, and returns the exit code. Throws `TapError` with a sentence when it can't be done. */
  readonly run: (tap: Tap, command: Command, log: StderrLog, ending: Ending) => Promise<number>;
}

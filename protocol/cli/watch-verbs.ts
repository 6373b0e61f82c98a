import type {ProgramVerb} from './program-verb.js';
import {WATCH_FLAGS} from './watch-settings.js';

/** What taps of services with webhooks can be told to do. */
export const watchVerbs: Readonly<Record<string, ProgramVerb>> = {
  watch: {
    kind: 'program',
    description: 'Listen to webhooks, and write what they tell for as long as it runs',
    flags: WATCH_FLAGS,
    takesWords: false,
    run: async (tap, command, log, ending) =>
      (await import('./watch-command.js')).watchCommand(tap, command, log, ending),
  },
  hooks: {
    kind: 'program',
    description: 'List the webhooks (hooks list), or remove those that were left behind (hooks clean)',
    flags: {yes: {type: 'boolean', describe: 'Remove without asking'}},
    takesWords: true,
    run: async (tap, command, log, ending) =>
      (await import('./hooks-command.js')).hooksCommand(tap, command, log, ending),
  },
};

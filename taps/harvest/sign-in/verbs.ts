import type {ServiceVerb, SetupVerb} from '../../../protocol/index.js';

// What these need (a server, prompts, a browser) is loaded when one of them runs: no sync ever needs it.

export const login: SetupVerb = {
  kind: 'setup',
  description: 'Sign in with a browser (or --token), choose an account, and save both in the config file',
  needsConfig: true,
  flags: {
    port: {
      type: 'number',
      describe: 'login: port of the redirect URL http://127.0.0.1:PORT/callback; default 8710',
    },
    account: {type: 'string', describe: 'login: id of the account to read, instead of choosing it'},
    token: {type: 'boolean', describe: 'login: ask for a personal access token, and open no browser'},
    'no-browser': {type: 'boolean', describe: 'login: only print the address to open'},
    'client-id': {type: 'string', describe: "login: the application's client id; its secret is asked for"},
  },
  run: async (context) => (await import('./login.js')).login(context),
};

export const logout: SetupVerb = {
  kind: 'setup',
  description: 'Remove the tokens from the config files',
  needsConfig: true,
  flags: {},
  run: async (context) => (await import('./logout.js')).logout(context),
};

export const accounts: ServiceVerb = {
  kind: 'service',
  description: 'List the accounts that can be reached, and the role in each (--format json)',
  run: async (context) => (await import('./accounts-verb.js')).accounts(context),
};

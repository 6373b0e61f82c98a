import process from 'node:process';
import {parseArgs} from 'node:util';
import {oneOf, stopOnSignals, wholeNumber} from '../common/command-line.js';
import type {SandboxOptions} from './index.js';
import {startHarvestSandbox} from './index.js';
import {signInHelp} from './sign-in-help.js';

const ROLES = ['administrator', 'manager', 'member'] as const;
const PAGINGS = ['documented', 'cursor', 'page'] as const;

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '4590'},
    seed: {type: 'string', default: '1'},
    'time-entries': {type: 'string'},
    role: {type: 'string', default: 'administrator'},
    paging: {type: 'string', default: 'documented'},
    'no-limits': {type: 'boolean', default: false},
    gzip: {type: 'boolean', default: false},
    'redirect-url': {type: 'string'},
    'access-seconds': {type: 'string'},
    'two-accounts': {type: 'boolean', default: false},
    'quiet-json': {type: 'boolean', default: false},
  },
});

const options: SandboxOptions = {
  port: wholeNumber('port', values.port),
  seed: wholeNumber('seed', values.seed),
  role: oneOf('role', ROLES, values.role),
  paging: oneOf('paging', PAGINGS, values.paging),
  gzip: values.gzip,
  keepProcessAlive: true,
};
if (values['no-limits']) options.limits = {general: false, reports: false};
const redirectUrl = values['redirect-url'];
const accessSeconds = values['access-seconds'];
options.signIn = {
  ...(redirectUrl === undefined ? {} : {redirectUrl}),
  ...(accessSeconds === undefined ? {} : {accessSeconds: wholeNumber('access-seconds', accessSeconds)}),
};
if (values['two-accounts']) {
  options.accounts = [
    {id: 88903, name: 'Lighthouse Studio', product: 'forecast'},
    {id: 10254, name: 'Lighthouse Studio', product: 'harvest'},
    {id: 10255, name: 'Harbour & Sons', product: 'harvest'},
  ];
}
const timeEntries = values['time-entries'];
if (timeEntries !== undefined) options.size = {timeEntries: wholeNumber('time-entries', timeEntries)};

const sandbox = await startHarvestSandbox(options);

if (values['quiet-json']) {
  const {baseUrl, idUrl} = sandbox;
  process.stdout.write(`${JSON.stringify({baseUrl, idUrl, pid: process.pid})}\n`);
} else {
  process.stdout.write(
    `${JSON.stringify(sandbox.config, null, 2)}\n\n` +
      'Save the above as sandbox.json, then:\n' +
      '  node dist/taps/harvest/bin.js --config sandbox.json\n\n' +
      signInHelp(sandbox),
  );
}

stopOnSignals(sandbox);

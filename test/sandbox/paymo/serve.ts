import process from 'node:process';
import {parseArgs} from 'node:util';
import {oneOf, stopOnSignals, wholeNumber} from '../common/command-line.js';
import type {SandboxOptions} from './index.js';
import {startPaymoSandbox} from './index.js';

const ROLES = ['Admin', 'Employee', 'Guest'] as const;
const ORDERS = ['mixed', 'shuffled', 'ascending'] as const;

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '4591'},
    seed: {type: 'string', default: '1'},
    entries: {type: 'string'},
    role: {type: 'string', default: 'Admin'},
    order: {type: 'string', default: 'mixed'},
    'deliver-to': {type: 'string'},
    'change-every': {type: 'string'},
    'no-limits': {type: 'boolean', default: false},
    'max-projects': {type: 'string'},
    'max-users': {type: 'string'},
    // Refuses what is otherwise passed over: read-only fields, those for new rows only, and null.
    strict: {type: 'boolean', default: false},
    'quiet-json': {type: 'boolean', default: false},
  },
});

const options: SandboxOptions = {
  port: wholeNumber('port', values.port),
  seed: wholeNumber('seed', values.seed),
  role: oneOf('role', ROLES, values.role),
  order: oneOf('order', ORDERS, values.order),
  keepProcessAlive: true,
};
if (values['no-limits']) options.limits = false;
if (values['deliver-to'] !== undefined) options.deliverTo = values['deliver-to'];
if (values.strict) {
  options.readonlyFields = 'refused';
  options.createOnlyFields = 'refused';
  options.nullValue = 'refused';
}
options.plan = {
  ...(values['max-projects'] === undefined
    ? {}
    : {projects: wholeNumber('max-projects', values['max-projects'])}),
  ...(values['max-users'] === undefined ? {} : {users: wholeNumber('max-users', values['max-users'])}),
};
if (values.entries !== undefined) options.size = {entries: wholeNumber('entries', values.entries)};

const sandbox = await startPaymoSandbox(options);

process.stdout.write(
  values['quiet-json']
    ? `${JSON.stringify({baseUrl: sandbox.baseUrl, pid: process.pid})}\n`
    : `${JSON.stringify(sandbox.config, null, 2)}\n`,
);
if (values['change-every'] !== undefined) {
  // Something to tell the hooks: a day at the office every so many seconds.
  const seconds = Math.max(1, wholeNumber('change-every', values['change-every']));
  setInterval(() => sandbox.change(), seconds * 1000).unref();
}
stopOnSignals(sandbox);

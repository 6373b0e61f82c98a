import process from 'node:process';
import {parseArgs} from 'node:util';
import {oneOf, stopOnSignals, wholeNumber} from '../common/command-line.js';
import type {SandboxOptions} from './index.js';
import {startPaydirtSandbox} from './index.js';

const DECIMALS = ['documented', 'numbers', 'mixed'] as const;
const ORDERS = ['shuffled', 'ascending'] as const;

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '4592'},
    seed: {type: 'string', default: '1'},
    'time-logs': {type: 'string'},
    zone: {type: 'string', default: 'UTC'},
    decimals: {type: 'string', default: 'documented'},
    order: {type: 'string', default: 'shuffled'},
    'no-permissions': {type: 'boolean', default: false},
    'quiet-json': {type: 'boolean', default: false},
  },
});

const options: SandboxOptions = {
  port: wholeNumber('port', values.port),
  seed: wholeNumber('seed', values.seed),
  accountZone: values.zone,
  decimals: oneOf('decimals', DECIMALS, values.decimals),
  order: oneOf('order', ORDERS, values.order),
  fullPermissions: !values['no-permissions'],
  keepProcessAlive: true,
};
if (values['time-logs'] !== undefined) {
  options.size = {timeLogs: wholeNumber('time-logs', values['time-logs'])};
}

const sandbox = await startPaydirtSandbox(options);

process.stdout.write(
  values['quiet-json']
    ? `${JSON.stringify({baseUrl: sandbox.baseUrl, pid: process.pid})}\n`
    : `${JSON.stringify(sandbox.config, null, 2)}\n`,
);
stopOnSignals(sandbox);

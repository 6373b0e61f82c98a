import {expect} from 'chai';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type Ended, type RunOptions, runTap} from '../support/process.js';
import {logLines, selecting} from './executable.js';

const KEYS = ['level', 'pid', 'logger_name', 'ts', 'thread_name', 'app_name', 'stream_name', 'message'];

function structured({stderr}: Ended): Record<string, unknown>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('The log of the executable', () => {
  let sandbox: HarvestSandbox;

  beforeEach(async () => {
    sandbox = await startHarvestSandbox();
    sandbox.faults.on('roles', {kind: 'status', status: 422});
  });

  afterEach(() => sandbox.stop());

  const run = (options: RunOptions = {}) =>
    runTap('harvest', {config: sandbox.config, catalog: selecting('clients', 'roles'), ...options});

  it('has a line per event that names its stream', async () => {
    const lines = logLines(await run());

    expect(lines.filter((line) => line.startsWith('ERROR roles: '))).to.have.lengthOf(1);
  });

  it('has the metric lines that orchestrators count by', async () => {
    const metrics = logLines(await run())
      .filter((line) => line.startsWith('INFO METRIC: '))
      .map((line) => JSON.parse(line.slice('INFO METRIC: '.length)));

    expect(metrics.map(({metric}) => metric)).to.include.members([
      'record_count',
      'sync_duration',
      'job_duration',
    ]);
    for (const metric of metrics) expect(metric).to.have.keys('type', 'metric', 'value', 'tags');
    expect(metrics).to.deep.include({
      type: 'counter',
      metric: 'record_count',
      value: sandbox.data.clients.length,
      tags: {stream: 'clients'},
    });
  });

  it('ends with a table of what was read of each stream', async () => {
    const {stderr} = await run();

    expect(stderr).to.match(/^stream +records +requests +retries +seconds +warnings +outcome$/m);
    expect(stderr).to.match(new RegExp(`^clients +${sandbox.data.clients.length} +1 +0 .*complete$`, 'm'));
    expect(stderr).to.match(/^roles +0 +1 +0 .*failed$/m);
  });

  it('draws no bars where nobody watches', async () => {
    const {stderr} = await run();

    expect(stderr).not.to.include('\u001b');
  });

  it('is JSON through and through with --log-format json, with every key that Meltano wants', async () => {
    const lines = structured(await run({args: ['--log-format', 'json'], env: {LOGLEVEL: 'debug'}}));

    expect(lines.length).to.be.above(5);
    for (const line of lines) {
      expect(line).to.include.all.keys(...KEYS);
      expect(line).to.include({logger_name: 'tap-harvest', app_name: 'tap-harvest'});
      expect(line.level).to.be.oneOf(['debug', 'info', 'warning', 'error', 'critical']);
      expect(line.ts)
        .to.be.a('number')
        .within(Date.now() / 1000 - 600, Date.now() / 1000 + 600);
    }
    expect(lines.at(-1)).to.include({level: 'critical', stream_name: null});
    expect(lines.filter(({stream_name}) => stream_name === 'roles')).not.to.deep.equal([]);
    expect(lines.filter((line) => 'metric_info' in line)).not.to.deep.equal([]);
  });

  it('keeps several problems of a config in JSON lines', async () => {
    const config = {page_size: 0, start_date: 'soon', max_retries: -1};

    const lines = structured(await run({config, args: ['--log-format=json']}));

    const text = JSON.stringify(lines);
    for (const name of ['max_retries', 'page_size', 'start_date']) expect(text).to.include(name);
    for (const line of lines) expect(line).to.include.all.keys(...KEYS);
  });

  for (const [env, levels] of [
    [{LOGLEVEL: 'debug'}, ['DEBUG', 'INFO', 'ERROR', 'CRITICAL']],
    [{LOGLEVEL: 'INFO'}, ['INFO', 'ERROR', 'CRITICAL']],
    [{LOGLEVEL: 'error'}, ['ERROR', 'CRITICAL']],
    [{LOGLEVEL: 'critical'}, ['CRITICAL']],
    [{LOGLEVEL: 'debug', TAP_HARVEST_LOGLEVEL: 'error'}, ['ERROR', 'CRITICAL']],
    [{LOGLEVEL: 'nonsense'}, ['INFO', 'ERROR', 'CRITICAL']],
  ] as const) {
    it(`tells ${levels.join(', ')} under ${JSON.stringify(env)}`, async () => {
      const lines = logLines(await run({env}));

      const found = new Set(
        lines.map((line) => line.split(' ')[0] ?? '').filter((level) => level !== 'WARNING'),
      );
      expect([...found]).to.have.members([...levels]);
    });
  }
});

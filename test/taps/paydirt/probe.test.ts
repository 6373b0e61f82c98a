import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import type {PaydirtSandbox, SandboxOptions} from '../../sandbox/paydirt/index.js';
import {sandboxStarter} from '../../sandbox/paydirt/starter.js';
import {type Ended, runTap} from '../../support/process.js';

const UNLIMITED = {rate_limit: {requests: 100_000, seconds: 1}, max_retries: 0};
const SIZE = {clients: 7, projects: 9, jobs: 21, users: 4, timeLogs: 1200};

describe('tap-paydirt probe', () => {
  const start = sandboxStarter();
  // The probe looks at the year before the machine's today.
  const open = (options: SandboxOptions = {}) => start({now: () => new Date(), size: SIZE, ...options});

  it('tells names, types and counts of all lists, and marks what no documentation knows', async () => {
    const sandbox = await open({unknownFields: true});

    const found = await findingsOf(sandbox);

    expect(at(found, 'lists', 'clients')).to.deep.include({status: 200, root: 'clients: array', rows: 7});
    expect(at(found, 'lists', 'time')).to.deep.include({status: 200, root: 'time_logs: array'});
    expect(at(found, 'fields of clients', 'hourly_rate').documented).to.equal(true);
    expect(at(found, 'fields of clients', 'novelty').documented).to.equal(false);
    expect(Object.keys(at(found, 'fields of time', 'duration').kinds ?? {})).to.have.members([
      'null',
      'integer',
    ]);
    expect(at(found, 'refusals', 'without a key').status).to.equal(401);
    expect(found.refusals, 'what was asked outside of this machine').to.have.property(
      'the old address',
      null,
    );
  });

  it('shows no value of the account, neither in its table nor in its JSON', async () => {
    const sandbox = await open({
      users: [{id: 181, name: 'Maeby Fünke', rights: {role: 'actress'}, tags: ['blu', 'stair car']}],
    });
    sandbox.update('clients', sandbox.data.clients[0]?.id ?? 0, {business_name: 'Hot Cops Unlimited'});

    const text = await probe(sandbox);
    const json = await probe(sandbox, ['--format', 'json']);

    for (const {stdout, code} of [text, json]) {
      expect(code).to.equal(0);
      expect(stdout).to.not.match(/Maeby|actress|stair|Hot Cops|example\.com|\d{4}-\d{2}-\d{2}T/);
      expect(stdout).to.not.include(sandbox.config.api_key);
    }
    const texts = sandbox.data.time.flatMap(({description}) =>
      typeof description === 'string' && description.length > 12 ? [description] : [],
    );
    expect(texts.filter((one) => json.stdout.includes(one) || text.stdout.includes(one))).to.deep.equal([]);
  });

  it('finds out which filters the service heeds', async () => {
    const sandbox = await open({ignoredFilters: ['project_id', 'job_id'], unknownIds: 'refused'});

    const found = await findingsOf(sandbox);

    expect(at(found, 'filters of time', 'user_id').verdict).to.equal('heeded');
    expect(at(found, 'filters of time', 'client_id').verdict).to.equal('heeded');
    expect(at(found, 'filters of time', 'project_id').verdict).to.equal('ignored');
    expect(at(found, 'filters of time', 'job_id').verdict).to.equal('ignored');
    expect(at(found, 'filters of time', 'an unknown client_id')).to.deep.equal({
      status: 422,
      root: 'errors: array',
      rows: null,
    });
  });

  it('finds out that lists are cut, and what comes without dates', async () => {
    const sandbox = await open({cap: {time: 700}, undated: 'today'});

    const {cut, with_dates, in_two_halves, without_dates} = at(
      await findingsOf(sandbox),
      'completeness',
      'time',
    );

    expect({cut, with_dates}).to.deep.equal({cut: true, with_dates: 700});
    expect(in_two_halves).to.be.greaterThan(700);
    expect(without_dates).to.be.below(20);
  });

  for (const [zone, early, late] of [
    ['UTC', 'on their day in UTC', 'on their day in UTC'],
    ['Pacific/Pago_Pago', 'on the day before', 'on their day in UTC'],
    ['Pacific/Kiritimati', 'on their day in UTC', 'on the day after'],
  ] as const) {
    it(`finds out that days are those of a zone like ${zone}`, async () => {
      const sandbox = await open({accountZone: zone});

      const found = await findingsOf(sandbox);

      const earliest = at(found, 'zone of start and end', 'the earliest logs of a day in UTC');
      const latest = at(found, 'zone of start and end', 'the latest logs of a day in UTC');
      expect(Object.keys(earliest)).to.deep.equal([early, 'within_an_hour_of_midnight']);
      expect(Object.keys(latest)).to.deep.equal([late, 'within_an_hour_of_midnight']);
    });
  }

  it('says of an empty account what cannot be told', async () => {
    const sandbox = await open();
    for (const table of ['time', 'jobs', 'projects', 'clients', 'users'] as const) sandbox.clear(table);

    const {code, stdout} = await probe(sandbox);

    expect(code).to.equal(0);
    for (const question of ['fields of users', 'zone of start and end', 'durations and values']) {
      expect(stdout).to.match(new RegExp(`^${question} .*cannot be told`, 'm'));
    }
  });

  it('looks at older logs where there are no recent ones', async () => {
    const sandbox = await open();
    const year = String(new Date().getUTCFullYear() - 1);
    for (const {id, date, started_at} of sandbox.truth('time')) {
      if (String(date ?? started_at) >= year) sandbox.remove('time', id);
    }

    const found = await findingsOf(sandbox);

    expect(at(found, 'lists', 'time').rows).to.be.greaterThan(0);
    expect(at(found, 'filters of time', 'job_id').verdict).to.equal('heeded');
  });

  it('tells durations and values by kind of log, and records that are not listed', async () => {
    const found = await findingsOf(await open());

    expect(at(found, 'durations and values', 'timed logs').values_not_zero).to.equal(0);
    expect(at(found, 'durations and values', 'duration-only logs').values_not_zero).to.be.greaterThan(0);
    expect(at(found, 'durations and values', 'running logs').logs).to.be.greaterThan(0);
    expect(at(found, 'what is listed', 'clients by active').false).to.be.greaterThan(0);
  });

  it('goes on where a list is missing or broken, and says so', async () => {
    const sandbox = await open({missing: ['users']});
    sandbox.faults.on('jobs', {kind: 'html'});

    const found = await findingsOf(sandbox);

    expect(at(found, 'lists', 'users')).to.deep.include({status: 404, root: 'no JSON', rows: null});
    expect(at(found, 'lists', 'jobs')).to.deep.include({status: 200, root: 'no JSON', rows: null});
    expect(at(found, 'lists', 'time').rows).to.be.greaterThan(0);
  });

  it('fails with a sentence when the key is refused or nobody answers, after what was found even so', async () => {
    const sandbox = await open();
    const wrong = await probe(sandbox, [], {api_key: 'wrongkeywrongkeywrongkey'});
    sandbox.behave({fullPermissions: false});
    const weak = await probe(sandbox);
    await sandbox.stop();
    const nobody = await probe(sandbox);

    expect(wrong.stdout).to.match(/clients +401/);
    expect(weak.stdout).to.match(/clients +403/);
    for (const [{code, stderr}, words] of [
      [wrong, /^CRITICAL .*401.*Password Settings/],
      [weak, /^CRITICAL .*403.*Team Settings/],
      [nobody, /^CRITICAL .*could not be reached/],
    ] as const) {
      expect(code).to.equal(1);
      expect(stderr.trimEnd()).to.match(words).and.not.include('\n');
    }
  });

  it('asks nothing but to read, some thirty times', async () => {
    const sandbox = await open();

    await probe(sandbox);

    expect(new Set(sandbox.requests.map(({method}) => method))).to.deep.equal(new Set(['GET']));
    expect(sandbox.requests.length).to.be.below(36);
  });
});

function probe(sandbox: PaydirtSandbox, args: readonly string[] = [], config: object = {}): Promise<Ended> {
  return runTap('paydirt', {
    args: ['probe', ...args],
    config: {...sandbox.config, ...UNLIMITED, ...config},
    env: {LOGLEVEL: 'warning'},
  });
}

async function findingsOf(sandbox: PaydirtSandbox): Promise<JsonObject> {
  const {stdout, stderr, code} = await probe(sandbox, ['--format', 'json']);
  expect(code, stderr).to.equal(0);
  const found = JSON.parse(stdout) as JsonValue;
  if (!isObject(found)) throw new Error('The probe printed no object.');
  return found;
}

/** What was found about one thing; throws when nothing was. */
function at(found: JsonObject, question: string, about: string): JsonObject {
  const answers = found[question];
  const answer = isObject(answers) ? answers[about] : undefined;
  if (!isObject(answer)) throw new Error(`Nothing was found about ${question}, ${about}.`);
  return answer;
}

import {expect} from 'chai';
import {configProblems, unknownSettings} from '../../protocol/config/check.js';
import {coercedObject} from '../../protocol/config/coerce.js';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {harvest} from '../../taps/harvest/index.js';

const schema = {...settingsSchema(harvest.schemas), required: ['access_token']};
const good = {access_token: '1234567.pt.secret-token'};

function problemsOf(config: JsonObject): string[] {
  return configProblems(schema, {...good, ...config});
}

describe('configProblems', () => {
  it('finds nothing wrong with the least that is needed', () => {
    expect(configProblems(schema, good)).to.deep.equal([]);
  });

  it('finds nothing wrong with settings that it does not know', () => {
    expect(problemsOf({colour: 'red'})).to.deep.equal([]);
  });

  it('says what a missing setting is and where to get it', () => {
    const problems = configProblems(schema, {});

    expect(problems).to.have.lengthOf(1);
    expect(problems[0])
      .to.include('"access_token" is missing')
      .and.to.include('https://id.getharvest.com/developers');
  });

  for (const [setting, value, sentence] of [
    ['page_size', 'many', 'must be a whole number from 1 to 2000, for example 2000; it is "many"'],
    ['page_size', 2001, 'must be a whole number from 1 to 2000, for example 2000; it is 2001'],
    ['page_size', 1.5, 'must be a whole number from 1 to 2000, for example 2000; it is 1.5'],
    ['max_retries', -1, 'must be a whole number from 0 to 100, for example 5; it is -1'],
    ['lookback_window', -1, 'must be a whole number of at least 0, for example 300; it is -1'],
    ['backfill', 'perhaps', 'must be true or false; it is "perhaps"'],
    ['report_window', 'year', 'must be one of day, week, month, for example "month"; it is "year"'],
    ['account_id', '', 'must be a text that is not empty, for example "123456"; it is ""'],
    ['user_agent', ['a'], 'must be a text, for example "my-company (me@example.com)"'],
    ['rate_limit', 100, 'must be an object, for example {"requests":100,"seconds":15}; it is 100'],
  ] as const) {
    it(`names "${setting}", what is wrong with ${JSON.stringify(value)}, and an example`, () => {
      const problems = problemsOf({[setting]: value as JsonValue});

      expect(problems).to.deep.equal([`The setting "${setting}" ${sentence}`]);
    });
  }

  it('refuses as text what came as a number and lost digits on the way', () => {
    const text = '{"account_id":1152921504606846977}';

    const problems = problemsOf(coercedObject(schema, JSON.parse(text)));

    expect(problems).to.have.lengthOf(1);
    expect(problems[0]).to.match(/^The setting "account_id" must be a text/);
  });

  for (const value of ['yesterday', '2026-02-30', '2026-13-01', '-30', '30d', '']) {
    it(`does not take ${JSON.stringify(value)} for a moment`, () => {
      const [problem] = problemsOf({start_date: value});

      expect(problem)
        .to.match(/^The setting "start_date" must be a moment/)
        .and.to.include('2026-01-31')
        .and.to.include('-30d')
        .and.to.include(JSON.stringify(value));
    });
  }

  for (const value of [
    '2026-01-31',
    '2026-01-31T08:00:00Z',
    '2026-01-31T08:00:00+02:00',
    '-30d',
    '-6m',
    '-2h',
  ]) {
    it(`takes ${value} for a moment`, () => {
      expect(problemsOf({start_date: value, end_date: value})).to.deep.equal([]);
    });
  }

  for (const url of [
    'http://api.harvestapp.com/v2',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://127.0.0.1@evil.test',
    'ftp://localhost',
    'api.harvestapp.com',
    'http://0.0.0.0',
    'http://192.168.0.1',
    '',
  ]) {
    it(`does not take ${JSON.stringify(url)} for the address of a service`, () => {
      const problems = problemsOf({base_url: url, id_url: url});

      expect(problems).to.have.lengthOf(2);
      expect(problems[0]).to.match(/^The setting "base_url" must be an https address/);
      expect(problems[0]).to.include('for example "https://api.harvestapp.com/v2"');
      expect(problems[1]).to.match(/^The setting "id_url" must be an https address/);
    });
  }

  for (const url of [
    'https://api.harvestapp.com/v2',
    'https://proxy.test:8443',
    'http://localhost:8080/v2',
    'http://127.0.0.1:8080/v2',
    'http://127.1.2.3',
    'http://[::1]:8080',
    'HTTP://LOCALHOST',
  ]) {
    it(`takes ${url} for the address of a service`, () => {
      expect(problemsOf({base_url: url})).to.deep.equal([]);
    });
  }

  it('names what is wrong within members that may have any name', () => {
    const member = {
      type: 'object',
      properties: {mode: {type: 'string', enum: ['insert', 'update'], examples: ['insert']}},
      additionalProperties: false,
    };
    const streams = {
      type: 'object' as const,
      properties: {streams: {type: 'object', additionalProperties: member}},
    };

    expect(configProblems(streams, {streams: {a: {mode: 'insert'}}})).to.deep.equal([]);
    expect(configProblems(streams, {streams: {a: {mode: 'both'}, b: {mood: 'update'}}})).to.have.members([
      'The setting "streams.a.mode" must be one of insert, update, for example "insert"; it is "both"',
      'The setting "streams.b.mood" does not exist; known here: mode',
    ]);
  });

  it('names the members of an object that are missing or unknown', () => {
    const problems = problemsOf({rate_limit: {requests: 5, second: 1}});

    expect(problems).to.have.lengthOf(2);
    expect(problems.join('\n'))
      .to.include('The setting "rate_limit.seconds" is missing: Within how many seconds')
      .and.to.include('The setting "rate_limit.second" does not exist; known here: requests, seconds');
  });

  it('names a filter that a stream does not have, with those that it has', () => {
    expect(problemsOf({filters: {clients: {colour: 'red'}}})).to.deep.equal([
      'The setting "filters.clients.colour" does not exist; known here: is_active',
    ]);
  });

  it('names a stream that has no filters', () => {
    const [problem] = problemsOf({filters: {company: {}}});

    expect(problem)
      .to.match(/^The setting "filters.company" does not exist/)
      .and.to.include('time_entries');
  });

  it('names what a filter must be', () => {
    const problems = problemsOf({
      filters: {time_entries: {project_id: 'seven', from: 'yesterday', approval_status: 'unsure'}},
    });

    expect(problems.map((problem) => problem.split(',')[0]?.split(';')[0])).to.have.members([
      'The setting "filters.time_entries.project_id" must be a whole number',
      'The setting "filters.time_entries.from" must be a date such as 2026-01-31',
      'The setting "filters.time_entries.approval_status" must be one of unsubmitted',
    ]);
  });

  it('gives an example with every setting that is not right, filters included', () => {
    const problems = problemsOf({
      account_id: true,
      base_url: 1,
      start_date: 1,
      max_records: 0,
      concurrency: 17,
      connect_timeout: 0,
      max_response_bytes: 1,
      rate_limit: {requests: 0, seconds: 0},
      filters: {time_entries: {project_id: 'seven'}},
    });

    const bare = problems.filter((problem) => !/for example|such as/.test(problem));
    expect(bare).to.deep.equal([]);
    expect(problems).to.have.lengthOf(10);
  });

  it('tells everything that is wrong at once, each once', () => {
    const problems = configProblems(schema, {page_size: 0, backfill: 'perhaps', start_date: 'soon'});

    expect(problems).to.have.lengthOf(4);
    expect(new Set(problems).size).to.equal(4);
    for (const name of ['access_token', 'page_size', 'backfill', 'start_date']) {
      expect(problems.join('\n')).to.include(`"${name}"`);
    }
  });

  for (const value of [['secret-token'], {secret: 'secret-token'}, true, '']) {
    it(`does not show a secret that is ${JSON.stringify(value)}`, () => {
      const problems = problemsOf({access_token: value});

      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.match(/^The setting "access_token" must be a text/);
      expect(problems[0]).not.to.include('secret').and.not.to.include('it is');
    });
  }
});

describe('unknownSettings', () => {
  it('names what the schema does not have', () => {
    const config = {...good, pagesize: 5, constructor: 1, account_id: '7'};

    expect(unknownSettings(schema, config)).to.deep.equal(['pagesize', 'constructor']);
  });
});

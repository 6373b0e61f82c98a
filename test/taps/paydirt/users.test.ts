import {expect} from 'chai';
import {type Catalog, discover} from '../../../protocol/core/catalog.js';
import type {JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap} from '../../../protocol/tap.js';
import {paydirt} from '../../../taps/paydirt/index.js';
import {selecting} from '../../support/conformance/catalogs.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {accountOpener, bookmarkOf, logLines, propertiesIn, recordIn} from './account.js';

const OF_ALL_KINDS = [
  {
    id: 1,
    word: 'one',
    yes: true,
    rate: 12.5,
    count: 3,
    late: null,
    never: null,
    wordOrNumber: 'ten',
    yesOrNumber: true,
    numberOrObject: 4,
    settings: {a: [1, {b: null}], ä: 'é'},
    tags: ['x', 2, null],
    huge: '@number:12345678901234567890@',
    MixedCase: 'kept',
  },
  {
    id: 2,
    word: '',
    yes: false,
    rate: -1,
    count: 0,
    late: 7,
    never: null,
    wordOrNumber: 10.5,
    yesOrNumber: 1,
    numberOrObject: {deep: true},
    settings: {},
    tags: [],
    huge: 5,
    MixedCase: null,
    onlyHere: 'x',
  },
  {id: 3, word: null, wordOrNumber: null, yesOrNumber: false, settings: 'plain', huge: null},
];

describe('tap-paydirt, users', () => {
  const open = accountOpener();

  it('have a schema of what they turn out to have, before the first of them', async () => {
    const account = await open({users: OF_ALL_KINDS});

    const run = await account.sync(['users']);

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    const types = Object.entries(propertiesIn(run, 'users')).map(([name, property]) => [
      name,
      JSON.stringify(property),
    ]);
    expect(Object.fromEntries(types)).to.deep.equal({
      id: '{"type":"integer"}',
      word: '{"type":["null","string"]}',
      yes: '{"type":["null","boolean"]}',
      rate: '{"type":["null","number"]}',
      count: '{"type":["null","number"]}',
      late: '{"type":["null","number"]}',
      never: '{"type":["null","string"]}',
      wordOrNumber: '{"type":["null","string"]}',
      yesOrNumber: '{"type":["null","string"]}',
      numberOrObject: '{"type":["null","string"]}',
      settings: '{"type":["null","string"]}',
      tags: '{"type":["null","string"]}',
      huge: '{"type":["null","string"]}',
      MixedCase: '{"type":["null","string"]}',
      onlyHere: '{"type":["null","string"]}',
    });
    expect(run.messages.filter(({type}) => type === 'SCHEMA')).to.have.length(1);
  });

  it('come with scalars by their types, and with objects and arrays as JSON', async () => {
    const account = await open({users: OF_ALL_KINDS});

    const run = await account.sync(['users']);

    expect(recordIn(run, 'users', 1)).to.deep.equal({
      id: 1,
      word: 'one',
      yes: true,
      rate: 12.5,
      count: 3,
      late: null,
      never: null,
      wordOrNumber: 'ten',
      yesOrNumber: 'true',
      numberOrObject: '4',
      settings: '{"a":[1,{"b":null}],"ä":"é"}',
      tags: '["x",2,null]',
      huge: '12345678901234567890',
      MixedCase: 'kept',
      onlyHere: null,
    });
    expect(recordIn(run, 'users', 2)).to.deep.equal({
      id: 2,
      word: '',
      yes: false,
      rate: -1,
      count: 0,
      late: 7,
      never: null,
      wordOrNumber: '10.5',
      yesOrNumber: '1',
      numberOrObject: '{"deep":true}',
      settings: '{}',
      tags: '[]',
      huge: '5',
      MixedCase: null,
      onlyHere: 'x',
    });
    expect(recordIn(run, 'users', 3)).to.include({
      word: null,
      yes: null,
      yesOrNumber: 'false',
      settings: 'plain',
      huge: null,
      tags: null,
    });
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('keep their types from run to run; misfits become null and are counted', async () => {
    const account = await open({
      users: [
        {id: 1, word: 'a', yes: true, rate: 1.5, empty: null, gone: 'x', rare: 1},
        {id: 2, word: 'b', yes: false, rate: 2, empty: null, gone: 'y', rare: null},
      ],
    });
    const first = await account.sync(['users']);
    account.data.users = [
      {id: 1, word: 5, yes: 'maybe', rate: 'expensive', empty: 12, rare: null, fresh: true},
      {id: 2, word: false, yes: 1, rate: 'cheap', empty: {a: 1}, rare: null, fresh: null},
      {id: 3, word: 'c', yes: true, rate: '2.50', empty: '', rare: 2, fresh: false},
    ];

    const second = await account.sync(['users'], {state: lastState(first.messages)});

    expect(second.code, second.stderr).to.equal(0);
    expect(lintProtocol(second.messages, {stateBefore: lastState(first.messages)})).to.deep.equal([]);
    const before = propertiesIn(first, 'users');
    expect(propertiesIn(second, 'users')).to.deep.equal({...before, fresh: {type: ['null', 'boolean']}});
    expect(
      recordsOf(second.messages, 'users').sort((one, other) => Number(one.id) - Number(other.id)),
    ).to.deep.equal([
      {id: 1, word: '5', yes: null, rate: null, empty: '12', gone: null, rare: null, fresh: true},
      {id: 2, word: 'false', yes: null, rate: null, empty: '{"a":1}', gone: null, rare: null, fresh: null},
      {id: 3, word: 'c', yes: true, rate: 2.5, empty: '', gone: null, rare: 2, fresh: false},
    ]);
    expect(logLines(second, 'WARNING').join('\n'))
      .to.match(/users: yes /)
      .and.to.match(/users: rate /);
    expect(second.stderr).to.match(/2 values of yes were no booleans and became null/);
    expect(second.stderr).to.match(/2 values of rate were no numbers and became null/);
    expect(bookmarkOf(second, 'users')?.fields).to.include({yes: 'boolean', rate: 'number', gone: 'string'});
  });

  it('keep a type that was remembered through a run in which the field was nowhere', async () => {
    const account = await open({users: [{id: 1, rate: 5}]});
    const first = await account.sync(['users']);
    account.data.users = [{id: 1}];
    const second = await account.sync(['users'], {state: lastState(first.messages)});
    account.data.users = [{id: 1, rate: 'free'}];

    const third = await account.sync(['users'], {state: lastState(second.messages)});

    for (const run of [first, second, third]) {
      expect(propertiesIn(run, 'users').rate).to.deep.equal({type: ['null', 'number']});
    }
    expect(recordIn(third, 'users', 1)).to.deep.equal({id: 1, rate: null});
  });

  it('have no fields that databases cannot take; those are named and counted', async () => {
    const account = await open({
      users: [
        {id: 1, fine: 1, 'first name': 'A', 'kebab-case': 2, '1st': 3, _sdc_deleted_at: 'x', naïve: 1},
        {id: 2, fine: 2, 'first name': 'B', properties: {a: 1}, ID: 7, Fine: 8, '': 9, 'a.b': 1},
      ],
    });

    const run = await account.sync(['users']);

    expect(run.code, run.stderr).to.equal(0);
    expect(Object.keys(propertiesIn(run, 'users'))).to.deep.equal(['id', 'fine']);
    expect(
      recordsOf(run.messages, 'users').sort((one, other) => Number(one.id) - Number(other.id)),
    ).to.deep.equal([
      {id: 1, fine: 1},
      {id: 2, fine: 2},
    ]);
    const warned = logLines(run, 'WARNING').join('\n');
    for (const name of [
      'first name',
      'kebab-case',
      '1st',
      '_sdc_deleted_at',
      'properties',
      'ID',
      'Fine',
      'a.b',
    ]) {
      expect(warned, name).to.include(`"${name}"`);
    }
    expect(run.stderr)
      .to.match(/"?first name"? \(2 times\)/)
      .and.to.match(/"?kebab-case"? \(1 times?\)/);
  });

  it('have no fields that are deselected by name, found ones and id alike but for the key', async () => {
    const account = await open({users: OF_ALL_KINDS});
    const catalog = discover(streamsOfTap(paydirt));
    const without = (names: readonly string[]): Catalog => ({
      streams: selecting(catalog, ({stream}) => stream === 'users').streams.map((entry) => ({
        ...entry,
        metadata: [
          ...entry.metadata,
          ...names.map((name) => ({breadcrumb: ['properties', name], metadata: {selected: false}})),
        ],
      })),
    });

    const run = await account.sync([], {catalog: without(['word', 'settings', 'huge', 'id'])});

    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expect(Object.keys(propertiesIn(run, 'users'))).to.include.members(['id', 'yes', 'tags']);
    for (const record of [propertiesIn(run, 'users'), ...recordsOf(run.messages, 'users')]) {
      expect(record).to.not.have.any.keys('word', 'settings', 'huge');
    }

    const again = await account.sync(['users'], {state: lastState(run.messages)});
    expect(propertiesIn(again, 'users')).to.deep.include({word: {type: ['null', 'string']}});
  });

  it('have no fields that hold credentials, and the key of the tap in none', async () => {
    const secrets: JsonObject = {
      api_key: 'hush-1',
      apiKey: 'hush-2',
      password: 'hush-3',
      encrypted_password: 'hush-4',
      authentication_token: 'hush-5',
      reset_password_token: 'hush-6',
    };
    const account = await open({users: []});
    const key = account.config.api_key;
    account.data.users = [
      {id: 1, name: 'A', ...secrets, login_url: `https://x.example/?k=${key}`, nested: {key}},
      {id: 2, name: 'B', login_url: null, nested: null},
    ] as typeof account.data.users;

    const run = await account.sync(['users'], {env: {LOGLEVEL: 'debug'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(Object.keys(propertiesIn(run, 'users'))).to.include.members(['id', 'name']);
    expect(propertiesIn(run, 'users')).to.not.have.any.keys(...Object.keys(secrets));
    expect(run.stdout + run.stderr).to.not.include('hush-');
    expect(run.stdout + run.stderr).to.not.include(key);
    for (const name of Object.keys(secrets))
      expect(logLines(run, 'WARNING').join('\n')).to.include(`"${name}"`);
  });

  it('are offered with nothing but an id, whatever the account holds', async () => {
    const account = await open({users: OF_ALL_KINDS});

    const {stdout, code} = await runTap('paydirt', {args: ['--discover'], config: account.config});

    expect(code).to.equal(0);
    const catalog: Catalog = JSON.parse(stdout);
    const entry = catalog.streams.find(({stream}) => stream === 'users');
    expect(Object.keys(entry?.schema.properties ?? {})).to.deep.equal(['id']);
    expect(account.requests).to.have.length(0);
  });

  it('may be none at all', async () => {
    const account = await open({users: []});

    const run = await account.sync(['users']);

    expect(run.code, run.stderr).to.equal(0);
    expect(propertiesIn(run, 'users')).to.deep.equal({id: {type: 'integer'}});
    expect(recordsOf(run.messages, 'users')).to.deep.equal([]);
  });

  it('fail alone where the service has no such page, with a sentence that says so', async () => {
    const account = await open({missing: ['users']});

    const run = await account.sync('all');

    expect(run.code).to.equal(1);
    expect(account.differences(run, ['clients', 'projects', 'jobs', 'time'])).to.deep.equal([]);
    expect(bookmarkOf(run, 'users')).to.equal(undefined);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(
      /1 of 5 streams failed \(users\).*\/users answered 404/,
    );
  });
});

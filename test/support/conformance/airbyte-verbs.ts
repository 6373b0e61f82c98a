import {Ajv} from 'ajv';
import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import type {Tap} from '../../../protocol/tap.js';
import {bodyOf, objectIn} from '../airbyte.js';
import {type Message, messagesIn} from '../messages.js';
import {type Ended, type RunOptions, runTap} from '../process.js';
import {differences} from './compare.js';
import type {RunningSandbox} from './sandbox.js';
import {expectGood, type Subject, taken} from './subject.js';

/** What the verbs of Airbyte answer, and what they put up with. */
export function describeAirbyteVerbs(subject: Subject, tap: Tap): void {
  const call = (verb: string, options: RunOptions = {}): Promise<Ended> =>
    runTap(subject.executable, {verb, ...options});

  it('prints one SPEC, in which nothing is forbidden and all that is secret is marked', async () => {
    const {stdout, code} = await call('spec');

    const [message, ...others] = messagesIn(stdout);
    expect({code, others}).to.deep.equal({code: 0, others: []});
    const spec = objectIn(bodyOf(only(message, 'SPEC')).connectionSpecification);
    expect(specProblems(spec, '')).to.deep.equal([]);
    expect(() => new Ajv({strict: false}).compile(spec)).to.not.throw();
  });

  it('checks the connection, and tells wrong credentials, wrong settings and dead hosts apart', async () => {
    const sandbox = await subject.sandbox();
    const check = async (config: object) => {
      const {stdout, code} = await call('check', {config});
      const statuses = messagesIn(stdout).filter(({type}) => type === 'CONNECTION_STATUS');
      expect({code, count: statuses.length}).to.deep.equal({code: 0, count: 1});
      const {status, message = ''} = bodyOf(only(statuses[0], 'CONNECTION_STATUS'));
      return `${String(status)} ${String(message)}`;
    };
    const dead = {base_url: 'http://127.0.0.1:9/x', max_retries: 0};

    expect(await check(sandbox.config)).to.match(/^SUCCEEDED/);
    expect(await check({...sandbox.config, ...subject.sandboxes.badCredentials})).to.match(
      /^FAILED The credentials were refused/,
    );
    expect(await check({...sandbox.config, ...dead})).to.match(/^FAILED The service cannot be reached/);
    expect(await check({max_retries: -1})).to.match(
      /^FAILED The settings are not right: [\s\S]*"max_retries"/,
    );
  });

  it('discovers its streams with keys, cursors and modes', async () => {
    const sandbox = await subject.sandbox();

    const {stdout, code} = await call('discover', {config: sandbox.config});

    const catalogs = messagesIn(stdout).filter(({type}) => type === 'CATALOG');
    expect({code, count: catalogs.length}).to.deep.equal({code: 0, count: 1});
    const streams = streamsOf(bodyOf(only(catalogs[0], 'CATALOG')).streams);
    expect(streams.map(({name}) => name)).to.deep.equal(subject.catalog.streams.map(({stream}) => stream));
    for (const stream of streams) {
      const own = subject.catalog.streams.find((entry) => entry.stream === stream.name);
      const {properties} = objectIn(stream.json_schema);
      expect(stream.source_defined_primary_key).to.deep.equal(own?.key_properties.map((key) => [key]));
      expect(stream.default_cursor_field).to.deep.equal(
        own?.replication_key === undefined ? undefined : [own.replication_key],
      );
      const isIncremental = own?.replication_method === 'INCREMENTAL';
      expect(stream).to.deep.include({source_defined_cursor: isIncremental, is_resumable: isIncremental});
      const names = Object.keys(objectIn(properties));
      const isExtended = subject.isOpen(String(stream.name));
      expect(names).to.include.members(Object.keys(own?.schema.properties ?? {}));
      if (!isExtended) expect(names).to.have.lengthOf(Object.keys(own?.schema.properties ?? {}).length);
    }
    expect(stdout).to.not.match(/"secret"|"decimal"|"milliseconds"/);
  });

  it('fails to discover or read with wrong settings, with one ERROR', async () => {
    for (const verb of ['discover', 'read']) {
      const {stdout, code} = await call(verb, {config: {max_retries: -1}, ...(verb === 'read' ? EMPTY : {})});

      const messages = messagesIn(stdout);
      expect({code, types: messages.map(({type}) => type)}).to.deep.equal({code: 1, types: ['TRACE']});
      expect(objectIn(bodyOf(only(messages[0], 'TRACE')).error)).to.include({failure_type: 'config_error'});
    }
  });

  it('reads the streams that it has when the catalog asks for others as well, and fails', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();
    const options = subject.optionsFor(sandbox);
    const catalog = objectIn(options.catalog as JsonObject);
    const streams = Array.isArray(catalog.streams) ? catalog.streams : [];
    const ghost = {stream: {name: 'ghosts', json_schema: {}}, sync_mode: 'incremental'};

    const ended = await runTap(subject.executable, {...options, catalog: {streams: [ghost, ...streams]}});

    expect(ended.code).to.equal(1);
    const run = subject.taken(ended, {});
    expect(differences(subject.held(run.messages), truth, subject.keys)).to.deep.equal([]);
    expect(run.stderr).to.match(/^CRITICAL ghosts: /m);
    expect(run.stderr.trimEnd().split('\n').at(-1)).to.match(/^CRITICAL .*ghosts/);
  });

  for (const [what, state] of [
    ['none', undefined],
    ['an empty list', []],
    ['an empty object', {}],
    ['nulls', [null, {type: 'STREAM', stream: null}]],
  ] as const) {
    it(`reads everything with ${what} for a state`, async () => {
      const sandbox = await subject.sandbox();
      const {truth} = await subject.first();

      const run = await runWith(subject, sandbox, {state: state as object});

      expect(run.code).to.equal(0);
      expect(differences(subject.held(run.messages), truth, subject.keys)).to.deep.equal([]);
    });
  }

  it('goes on with a state in whatever form it comes back', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    const bookmarks = objectIn(state.bookmarks);
    const states = Object.entries(bookmarks).map(([name, stream_state]) => ({
      stream_descriptor: {name, namespace: null},
      stream_state: stream_state ?? null,
    }));
    const expected = await subject.run(sandbox, {state});

    for (const form of [
      states.map((stream) => ({type: 'STATE', state: {type: 'STREAM', stream}})),
      [{type: 'GLOBAL', global_: {shared_state: null, stream_states: states}, stream: null, data: null}],
      [{type: 'LEGACY', data: bookmarks}],
      bookmarks,
      {bookmarks},
    ]) {
      const run = await runWith(subject, sandbox, {state: form});

      expect(run.code).to.equal(0);
      expect(
        differences(subject.held(run.messages), subject.held(expected.messages), subject.keys),
      ).to.deep.equal([]);
    }
  });

  it('goes on with a state of Singer, and Singer with its own', async () => {
    const [sandbox, other] = [await subject.sandbox(), await subject.sandbox()];
    const {state} = await subject.first();
    const plain = {catalog: subject.everything, config: sandbox.config};
    const singerFirst = taken(await runTap(subject.executable, plain));
    const singerState = statesOf(singerFirst.messages);

    const airbyteSecond = await subject.run(other, {state: singerState});
    const singerSecond = taken(await runTap(subject.executable, {...plain, state}));

    expectGood(singerFirst);
    expect(objectIn(singerState.bookmarks)).to.have.all.keys(Object.keys(objectIn(state.bookmarks)));
    const [one, two] = [subject.held(airbyteSecond.messages), subject.held(singerSecond.messages)];
    expect(differences(one, two, subject.keys)).to.deep.equal([]);
  });

  it('reads in full what is configured so, whatever the state', async () => {
    const sandbox = await subject.sandbox();
    const {state, truth} = await subject.first();
    const options = subject.optionsFor(sandbox, {state});
    const catalog = JSON.parse(JSON.stringify(options.catalog).replaceAll('"incremental"', '"full_refresh"'));

    const run = subject.taken(await runTap(subject.executable, {...options, catalog}), {});

    expect(run.code).to.equal(0);
    expect(differences(subject.held(run.messages), truth, subject.keys)).to.deep.equal([]);
  });

  it('explains itself on stderr when its command line is wrong', async () => {
    for (const args of [
      ['check'],
      ['read', '--config', 'x'],
      ['check', '--discover'],
      ['spec', '--catalog', 'x'],
    ]) {
      const {code, stdout, stderr} = await runTap(subject.executable, {args});

      expect({code, stdout}, args.join(' ')).to.deep.equal({code: 2, stdout: ''});
      expect(stderr.trimEnd()).to.not.equal('').and.not.include('\n');
    }
    expect(tap.name).to.match(/^tap-/);
  });
}

const EMPTY = {catalog: {streams: []}};

async function runWith(subject: Subject, sandbox: RunningSandbox, changes: RunOptions) {
  const options = {...subject.optionsFor(sandbox), ...changes};
  return subject.taken(await runTap(subject.executable, options), {});
}

function only(message: Message | undefined, type: string): Message {
  if (message?.type !== type) throw new Error(`The message is no ${type}.`);
  return message;
}

function streamsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function statesOf(messages: readonly Message[]): JsonObject {
  return objectIn(messages.filter(({type}) => type === 'STATE').at(-1)?.value);
}

const FORBIDDEN = ['not', 'anyOf', 'allOf', 'patternProperties', 'prefixItems', 'if', 'then', 'else', '$ref'];
const SECRET_NAMES = /(^|_)(token|api_key|password|secret|client_secret|key)$/;

/** What Airbyte's own tests would object to in a specification. */
function specProblems(schema: JsonObject, path: string): string[] {
  const {properties, oneOf, items, type} = schema;
  const fields = Object.entries(objectIn(properties));
  const orders = fields.map(([, field]) => objectIn(field).order);
  return [
    ...Object.keys(schema)
      .filter((word) => FORBIDDEN.includes(word))
      .map((word) => `${path} has ${word}`),
    ...(Array.isArray(type) && (type.length !== 2 || type[1] !== 'null')
      ? [`${path} has several types`]
      : []),
    ...(new Set(orders).size < orders.length ? [`${path} has fields of one order`] : []),
    ...(type === 'object' && fields.length === 0 && oneOf === undefined
      ? [`${path} is an empty object`]
      : []),
    ...fields.flatMap(([name, field]) => {
      const own = objectIn(field);
      const isMarked = own.airbyte_secret === true || !SECRET_NAMES.test(name);
      return [
        ...(isMarked ? [] : [`${path}.${name} is not marked as secret`]),
        ...specProblems(own, `${path}.${name}`),
      ];
    }),
    ...(isObject(items ?? null) ? specProblems(objectIn(items), `${path}[]`) : []),
    ...(Array.isArray(oneOf) ? oneOf.flatMap((one, at) => specProblems(objectIn(one), `${path}|${at}`)) : []),
  ];
}

import {Ajv} from 'ajv';
import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import type {Message} from '../messages.js';
import {recordsOf, statesIn} from '../messages.js';
import {runTap} from '../process.js';
import {isDate, isTimestamp} from '../protocol-lint.js';
import {lintSchema} from '../schema-lint.js';
import {breadcrumbsOf, metadataAt} from './catalogs.js';
import {expectGood, type Subject, streamsIn} from './subject.js';

/** What the tap offers, and what it does when nobody chooses. */
export function describeDiscovery(subject: Subject): void {
  it('prints the catalog of all its streams, over many lines', async () => {
    const {stdout, code} = await runTap(subject.executable, {args: ['--discover']});

    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(subject.catalog)));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).to.be.below(64 * 1024);
  });

  it('describes records in the dialect that targets survive', () => {
    const problems = subject.catalog.streams.flatMap(({tap_stream_id, schema, key_properties}) =>
      lintSchema(tap_stream_id, schema, key_properties),
    );

    expect(problems).to.deep.equal([]);
  });

  it('has schemas that compile in strict mode', () => {
    const ajv = new Ajv({strict: true, formats: {date: isDate, 'date-time': isTimestamp}});

    for (const {schema} of subject.catalog.streams) expect(() => ajv.compile(schema)).to.not.throw();
  });

  it('has metadata for every property at every depth, and keys that cannot be deselected', () => {
    for (const entry of subject.catalog.streams) {
      const described = entry.metadata.map(({breadcrumb}) => JSON.stringify(breadcrumb));
      const all = [[], ...breadcrumbsOf(entry.schema)].map((breadcrumb) => JSON.stringify(breadcrumb));

      expect(described, entry.tap_stream_id).to.have.members(all);
      for (const key of [...entry.key_properties, entry.replication_key ?? []].flat()) {
        expect(metadataAt(entry, ['properties', key]).inclusion, key).to.equal('automatic');
      }
    }
  });

  it('reads what is selected by default when there is no catalog, and when it is its own, unchanged', async () => {
    const [sandbox, other] = await Promise.all([subject.sandbox(), subject.sandbox()]);
    const [without, unchanged] = await Promise.all([
      subject.run(sandbox, {catalog: undefined}),
      subject.run(other, {catalog: subject.catalog}),
    ]);
    const byDefault = subject.catalog.streams.filter(
      (entry) => metadataAt(entry, [])['selected-by-default'] === true,
    );

    expectGood(without);
    expect(streamsIn(without.messages)).to.have.members(byDefault.map(({tap_stream_id}) => tap_stream_id));
    expect(timeless(unchanged.messages)).to.deep.equal(timeless(without.messages));
  });

  it('samples one record of each stream on --test, moves no bookmark, and gives its verdict', async () => {
    const sandbox = await subject.sandbox();
    const {state, truth} = await subject.first();

    const good = await subject.run(sandbox, {args: ['--test'], state});
    const bad = await subject.run(sandbox, {args: ['--test'], config: subject.sandboxes.badCredentials});

    expectGood(good, state);
    for (const [stream, records] of Object.entries(truth)) {
      expect(recordsOf(good.messages, stream), stream).to.have.length.of.at.most(1);
      if (records.length === 0) expect(recordsOf(good.messages, stream), stream).to.have.length(0);
    }
    expect(streamsIn(good.messages)).to.have.members(Object.keys(subject.keys));
    for (const one of statesIn(good.messages)) expect(one.bookmarks).to.deep.equal(state.bookmarks);
    expect({code: bad.code, stdout: bad.stdout}).to.deep.equal({code: 1, stdout: ''});
  });

  it('prints schemas alone on --test=schema, without asking the service', async () => {
    const sandbox = await subject.sandbox();

    const run = await subject.run(sandbox, {args: ['--test=schema']});

    expect(run.code).to.equal(0);
    expect(new Set(run.messages.map(({type}) => type))).to.deep.equal(new Set(['SCHEMA']));
    expect(streamsIn(run.messages)).to.have.members(Object.keys(subject.keys));
    expect(sandbox.requestCount()).to.equal(0);
  });
}

/** Messages without the moment of reading, which differs from run to run. */
function timeless(messages: readonly Message[]): JsonObject[] {
  return messages.map(({time_extracted: _moment, ...message}) => message);
}

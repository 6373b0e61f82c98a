import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {commonConfig, spanOf} from '../../protocol/cli/common-config.js';
import {readCatalog, readState} from '../../protocol/cli/inputs.js';
import {ConfigError} from '../../protocol/core/errors.js';

describe('Inputs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inputs-'));
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  // Orchestrators name their files as they like.
  function file(content: string): string {
    const path = join(folder, 'input.txt');
    writeFileSync(path, content);
    return path;
  }

  describe('readCatalog', () => {
    it('knows of no catalog where none was given', () => {
      expect(readCatalog(undefined)).to.equal(undefined);
    });

    it('gives the catalog of a file, whatever its name, and with a byte order mark', () => {
      expect(readCatalog(file('\uFEFF{"streams": []}'))).to.deep.equal({streams: []});
    });

    for (const content of ['', '[]', '{}', '{"streams": {}}', 'null', '7']) {
      it(`does not take ${JSON.stringify(content)} for a catalog`, () => {
        const path = file(content);

        expect(() => readCatalog(path)).to.throw(
          ConfigError,
          `The catalog file ${path} must hold an object with a list "streams", as --discover prints it`,
        );
      });
    }

    it('says that a catalog is no JSON', () => {
      const path = file('{"streams": [}');

      expect(() => readCatalog(path)).to.throw(ConfigError, /The catalog file .* is not valid JSON/);
    });

    it('says that a catalog does not exist', () => {
      expect(() => readCatalog(join(folder, 'none'))).to.throw(ConfigError, /does not exist/);
    });
  });

  describe('readState', () => {
    const state = {bookmarks: {clients: {replication_key_value: '2026-01-01T00:00:00Z'}}, mine: 7};

    it('starts without a state where none was given', () => {
      expect(readState(undefined)).to.deep.equal({state: {}, problems: []});
    });

    it('understands the list of states that Airbyte keeps', () => {
      const kept = {type: 'STREAM', stream: {stream_descriptor: {name: 'a'}, stream_state: {at: 1}}};

      expect(readState(file(JSON.stringify([kept])))).to.deep.equal({
        state: {bookmarks: {a: {at: 1}}},
        problems: [],
      });
    });

    it('tells of a file that does not exist and starts without a state', () => {
      const path = join(folder, 'none.json');

      expect(readState(path)).to.deep.equal({
        state: {},
        problems: [`The state file ${path} does not exist; starting without a state`],
      });
    });

    for (const content of ['', ' \n', '\uFEFF', '{}', 'null']) {
      it(`starts without a state where the file holds ${JSON.stringify(content)}`, () => {
        expect(readState(file(content)).state).to.deep.equal({});
      });
    }

    it('warns of a file that is empty', () => {
      expect(readState(file('')).problems).to.have.lengthOf(1);
    });

    for (const [what, wrapped] of [
      ['as it is', state],
      ['as a STATE message', {type: 'STATE', value: state}],
      ['below singer_state', {singer_state: state}],
    ] as const) {
      it(`accepts a state ${what}`, () => {
        expect(readState(file(`\uFEFF${JSON.stringify(wrapped)}`))).to.deep.equal({state, problems: []});
      });
    }

    it('says that a state is no JSON', () => {
      expect(() => readState(file('{"bookmarks":'))).to.throw(
        ConfigError,
        /The state file .* is not valid JSON/,
      );
    });

    it('tells of a state that is no object and ignores it', () => {
      const {state: opened, problems} = readState(file('[1]'));

      expect(opened).to.deep.equal({});
      expect(problems).to.have.lengthOf(1);
    });
  });
});

describe('spanOf', () => {
  const now = new Date('2026-11-20T10:30:00Z');
  const span = (changes: object) =>
    spanOf(commonConfig({lookback_window: 300, backfill: false, ...changes}), now);

  it('reads everything where neither start nor end is configured', () => {
    expect(span({})).to.deep.equal({
      span: {start: undefined, lookbackSeconds: 300, backfill: false},
      endDate: undefined,
    });
  });

  it('resolves relative moments against the beginning of the run', () => {
    const {span: read, endDate} = span({start_date: '-30d', end_date: '-1d'});

    expect(read.start).to.match(/^2026-10-21T00:00:00/);
    expect(endDate).to.equal('2026-11-19');
  });

  it('keeps the date of an end as it is written, in whatever time zone', () => {
    expect(span({end_date: '2026-11-19T23:30:00-05:00'}).endDate).to.equal('2026-11-19');
  });

  it('may end on the day on which it begins', () => {
    expect(span({start_date: '2026-11-19', end_date: '2026-11-19'}).endDate).to.equal('2026-11-19');
  });

  it('refuses an end before the start, with both as they were written', () => {
    expect(() => span({start_date: '-1d', end_date: '2026-11-01'})).to.throw(
      ConfigError,
      'The setting "start_date" (-1d) is after "end_date" (2026-11-01)',
    );
  });
});

import {expect} from 'chai';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {LogLevel} from '../../protocol/core/log.js';
import {redactor} from '../../protocol/core/redact.js';
import {type LogFormat, StderrLog} from '../../protocol/sync/stderr-log.js';
import {Tallies} from '../../protocol/sync/tally.js';
import {FakeClock} from '../support/clock.js';
import {brokenPipe, QuickReader} from '../support/readers.js';

const METRIC = {type: 'counter', metric: 'record_count', value: 7, tags: {stream: 'clients'}} as const;

describe('Log on stderr', () => {
  const levels: [LogLevel, string[]][] = [
    ['debug', ['DEBUG a', 'INFO b', 'WARNING c', 'ERROR d', 'CRITICAL e']],
    ['info', ['INFO b', 'WARNING c', 'ERROR d', 'CRITICAL e']],
    ['warning', ['WARNING c', 'ERROR d', 'CRITICAL e']],
    ['error', ['ERROR d', 'CRITICAL e']],
    ['critical', ['CRITICAL e']],
  ];
  for (const [level, expected] of levels) {
    it(`tells from level ${level} on`, () => {
      const {log, out} = logOf({level});

      log.debug('a');
      log.info('b');
      log.warning('c');
      log.error('d');
      log.critical('e');

      expect(out.lines).to.deep.equal(expected);
    });
  }

  it('names the stream in front of the message', () => {
    const {log, out} = logOf();

    log.info('Reading', 'clients');

    expect(out.lines).to.deep.equal(['INFO clients: Reading']);
  });

  it('gives each line of a message its level', () => {
    const {log, out} = logOf();

    log.error('one\ntwo', 'clients');

    expect(out.lines).to.deep.equal(['ERROR clients: one', 'ERROR clients: two']);
  });

  it('writes metrics as Singer does', () => {
    const {log, out} = logOf();

    log.metric(METRIC);

    expect(out.lines).to.deep.equal([
      'INFO METRIC: {"type":"counter","metric":"record_count","value":7,"tags":{"stream":"clients"}}',
    ]);
  });

  it('counts the warnings of streams, told or not', () => {
    const {log} = logOf({level: 'error'});
    const counted: string[] = [];
    log.onWarning = (stream) => counted.push(stream);

    log.warning('one', 'clients');
    log.warning('of nobody');
    log.error('no warning', 'clients');

    expect(counted).to.deep.equal(['clients']);
  });

  it('goes elsewhere for as long as it is told to', () => {
    const {log, out} = logOf();
    const elsewhere: string[] = [];

    log.through((line) => elsewhere.push(line));
    log.info('one');
    log.through(undefined);
    log.info('two');

    expect([elsewhere, out.lines]).to.deep.equal([['INFO one'], ['INFO two']]);
  });

  it('goes on when nobody reads it any more', () => {
    const {log, out} = logOf();

    out.emit('error', brokenPipe());

    expect(() => log.info('into the void')).not.to.throw();
  });

  describe('as JSON', () => {
    it('has every key that orchestrators look for, null or not', () => {
      const {log, json} = logOf({format: 'json'});

      log.info('Reading', 'clients');
      log.critical('Over');

      const common = {
        pid: process.pid,
        logger_name: 'tap-x',
        ts: 1_767_607_200.5,
        thread_name: 'MainThread',
        app_name: 'tap-x',
        extra: {},
      };
      expect(json()).to.deep.equal([
        {...common, level: 'info', stream_name: 'clients', message: 'Reading'},
        {...common, level: 'critical', stream_name: null, message: 'Over'},
      ]);
    });

    it('keeps several lines of one message in one event', () => {
      const {log, json} = logOf({format: 'json'});

      log.error('one\ntwo');

      expect(json().map(({message}) => message)).to.deep.equal(['one\ntwo']);
    });

    it('has metrics as members', () => {
      const {log, json} = logOf({format: 'json'});

      log.metric(METRIC);

      expect(json()[0]).to.deep.include({metric_info: METRIC, level: 'info'});
    });

    it('tells the numbers of a run in one line for each stream', () => {
      const {log, json} = logOf({format: 'json'});

      log.summary(new Tallies(['clients', 'roles']));

      expect(json().map(({stream_name}) => stream_name)).to.deep.equal(['clients', 'roles']);
      expect(json()[0]?.extra).to.deep.equal({
        stream: 'clients',
        records: 0,
        requests: 0,
        retries: 0,
        seconds: 0,
        warnings: 0,
        outcome: 'pending',
        findings: [],
      });
    });
  });

  describe('with secrets', () => {
    for (const format of ['text', 'json'] as const) {
      it(`masks them in every kind of line (${format})`, () => {
        const {log, out} = logOf({format, level: 'debug'});
        log.redactWith(redactor(['s3cr"et']));

        log.debug('s3cr"et');
        log.warning('GET /x?key=s3cr%22et', 'clients');
        log.critical('s3cr"et');
        log.metric({...METRIC, tags: {endpoint: 's3cr"et'}});
        log.print('a table of s3cr"et');

        expect(out.lines).to.have.length(5);
        expect(out.lines.filter((line) => !line.includes('****'))).to.deep.equal([]);
        expect(out.text).not.to.match(/s3cr/);
      });
    }

    for (const secret of ['null', '1767607200', 'level', 'MainThread']) {
      it(`stays JSON when a secret is ${secret}`, () => {
        const {log, json} = logOf({format: 'json'});
        log.redactWith(redactor([secret]));

        log.info('Reading');

        expect(json()[0]).to.include.keys(
          ...['level', 'pid', 'logger_name', 'ts', 'thread_name', 'app_name', 'stream_name', 'message'],
        );
      });
    }
  });
});

function logOf({level = 'info', format = 'text'}: {level?: LogLevel; format?: LogFormat} = {}) {
  const out = new QuickReader();
  const clock = new FakeClock('2026-01-05T10:00:00.500Z');
  const log = new StderrLog({name: 'tap-x', level, format, out, clock});
  const json = (): JsonObject[] =>
    out.lines.map((line): unknown => JSON.parse(line)).flatMap((line) => (isObject(line) ? [line] : []));
  return {log, out, json};
}

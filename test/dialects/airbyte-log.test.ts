import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {LOG_LEVELS, type LogLevel} from '../../protocol/core/log.js';
import {AirbyteLog} from '../../protocol/dialects/airbyte/log.js';
import {FakeClock} from '../support/clock.js';

describe('AirbyteLog', () => {
  const NOW = Date.parse('2026-11-20T10:00:00Z');

  function logAt(level: LogLevel) {
    const lines: string[] = [];
    const log = new AirbyteLog({level, put: (line) => void lines.push(line), clock: new FakeClock(NOW)});
    return {log, lines, told: () => lines.map((line) => JSON.parse(line) as JsonObject)};
  }
  const sayAll = (log: AirbyteLog) => {
    for (const level of LOG_LEVELS) log[level](`it is ${level}`);
  };

  it('tells each level in Airbyte’s words', () => {
    const {log, told} = logAt('debug');

    sayAll(log);

    expect(told()).to.deep.equal(
      [
        ['DEBUG', 'debug'],
        ['INFO', 'info'],
        ['WARN', 'warning'],
        ['ERROR', 'error'],
        ['FATAL', 'critical'],
      ].map(([level, word]) => ({type: 'LOG', log: {level, message: `it is ${word}`}})),
    );
  });

  for (const [at, level] of LOG_LEVELS.entries()) {
    it(`is silent below its level, ${level}`, () => {
      const {log, told} = logAt(level);

      sayAll(log);

      expect(told().map((line) => (line.log as JsonObject).message)).to.deep.equal(
        LOG_LEVELS.slice(at).map((word) => `it is ${word}`),
      );
    });
  }

  it('names the stream before what concerns one', () => {
    const {log, told} = logAt('debug');

    log.debug('one', 'a');
    log.info('two', 'b');
    log.warning('three', 'c');
    log.error('four', 'd');

    expect(told().map((line) => (line.log as JsonObject).message)).to.deep.equal([
      'a: one',
      'b: two',
      'c: three',
      'd: four',
    ]);
  });

  it('tells of each warning that names a stream, heard or not', () => {
    const {log} = logAt('critical');
    const warned: string[] = [];
    log.onWarning = (stream) => void warned.push(stream);

    log.warning('one', 'a');
    log.warning('two');
    log.error('three', 'b');
    log.warning('four', 'a');

    expect(warned).to.deep.equal(['a', 'a']);
  });

  it('tells measurements only to those who look closely', () => {
    const metric = {type: 'counter', metric: 'record_count', value: 3, tags: {stream: 'a'}} as const;
    const [close, far] = [logAt('debug'), logAt('info')];

    close.log.metric(metric);
    far.log.metric(metric);

    const message = `METRIC: ${JSON.stringify(metric)}`;
    expect(close.told()).to.deep.equal([{type: 'LOG', log: {level: 'DEBUG', message}}]);
    expect(far.lines).to.deep.equal([]);
  });

  for (const [failure, failure_type] of [
    ['config', 'config_error'],
    ['transient', 'transient_error'],
    ['system', 'system_error'],
  ] as const) {
    it(`traces errors whatever its level, as ${failure_type}`, () => {
      const {log, told} = logAt('critical');

      log.trace({message: 'it is broken', failure});

      expect(told()).to.deep.equal([
        {
          type: 'TRACE',
          trace: {type: 'ERROR', emitted_at: NOW, error: {message: 'it is broken', failure_type}},
        },
      ]);
    });
  }

  it('traces the stream and the stack where there are some', () => {
    const {log, told} = logAt('info');

    log.trace({message: 'it is broken', failure: 'system', stream: 'a', stack: 'at line 7'});

    expect(told()[0]).to.have.deep.nested.property('trace.error', {
      message: 'it is broken',
      failure_type: 'system_error',
      stack_trace: 'at line 7',
      stream_descriptor: {name: 'a'},
    });
  });

  it('masks secrets in messages, measurements, errors and stacks', () => {
    const {log, lines} = logAt('debug');
    log.redactWith((text) => text.replaceAll('hunter2', '****'));

    for (const level of LOG_LEVELS) log[level]('hunter2');
    log.info('x', 'hunter2');
    log.metric({type: 'counter', metric: 'm', value: 1, tags: {endpoint: 'hunter2'}});
    log.trace({message: 'hunter2', failure: 'config', stack: 'at hunter2'});

    expect(lines).to.have.length(8);
    expect(lines.filter((line) => line.includes('hunter2'))).to.deep.equal([]);
    expect(lines.filter((line) => line.includes('****'))).to.have.length(8);
    expect(lines.at(-1)).to.include('"stack_trace":"at ****"').and.include('"message":"****"');
  });

  it('never breaks a line', () => {
    const {log, lines} = logAt('debug');

    log.error('a\nb\r\nc', 'd\ne');
    log.trace({message: 'a\nb', failure: 'system', stack: 'a\n  at b'});

    expect(lines.filter((line) => /[\n\r]/.test(line))).to.deep.equal([]);
  });
});

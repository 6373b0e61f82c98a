import {expect} from 'chai';
import {configProblems} from '../../protocol/config/check.js';
import {FORMATS} from '../../protocol/config/demand.js';

const FITTING: Record<string, string[]> = {
  'time-zone': ['UTC', 'Europe/London', 'Australia/Adelaide', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'],
  'no-space': ['k', 'abc123', 'a/b+c==', 'käse', '"quoted"'],
};

const UNFITTING: Record<string, string[]> = {
  'time-zone': [
    '',
    ' ',
    'Adelaide',
    '+10:00',
    '-05',
    '10',
    ' UTC',
    'UTC ',
    'Europe/Nowhere',
    'local',
    'system',
    'UTC+3',
  ],
  'no-space': [
    '',
    ' ',
    ' key',
    'key ',
    'two keys',
    'key\n',
    'k\tey',
    'k\u00a0ey',
    'k\u0000ey',
    'k\u2003ey',
    'k\u007fey',
  ],
};

describe('Formats of settings', () => {
  for (const [format, values] of Object.entries(FITTING)) {
    for (const value of values) {
      it(`${format} takes ${JSON.stringify(value)}`, () => {
        expect(problemsOf(format, value)).to.deep.equal([]);
      });
    }
  }

  for (const [format, values] of Object.entries(UNFITTING)) {
    for (const value of values) {
      it(`${format} does not take ${JSON.stringify(value)}, and says what it wants`, () => {
        const problems = problemsOf(format, value);

        expect(problems).to.have.lengthOf(1);
        expect(problems[0]).to.include(FORMATS[format]?.words);
      });
    }
  }
});

function problemsOf(format: string, value: string): string[] {
  return configProblems({type: 'object', properties: {it: {type: 'string', format}}}, {it: value});
}

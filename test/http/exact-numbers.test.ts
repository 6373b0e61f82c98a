import {expect} from 'chai';
import {parseExactly} from '../../protocol/http/exact-numbers.js';

describe('parseExactly', () => {
  const numbers: [string, number | string][] = [
    ['0', 0],
    ['7', 7],
    ['-7.5', -7.5],
    ['85.00', 85],
    ['0.1', 0.1],
    ['1e3', 1000],
    ['1.5E-7', 1.5e-7],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['0.12345678901234567890', '0.12345678901234567890'],
    ['100000000000000000000.01', '100000000000000000000.01'],
    ['1e400', '1e400'],
    ['1e-400', '1e-400'],
    ['1e1001', '1e1001'],
    ['-1e1001', '-1e1001'],
    ['1e-1001', '1e-1001'],
    ['1e9999999', '1e9999999'],
    ['0e9999999', '0e9999999'],
    [`${'9'.repeat(2000)}.5`, `${'9'.repeat(2000)}.5`],
    ['1.7976931348623157e308', 1.7976931348623157e308],
    ['5e-324', 5e-324],
  ];
  for (const [written, number] of numbers) {
    it(`takes ${written} for the ${typeof number} ${number}`, () => {
      expect(parseExactly(`{"rows":[{"x":${written}}]}`)).to.deep.equal({rows: [{x: number}]});
    });
  }

  const documents = [
    '{}',
    '[]',
    'null',
    '"text"',
    ' {"a" : [true, false, null, "1.50", {"b": []}]}\n',
    '{"a":"\\u00e4 \\"q\\" \\\\ \\n \\ud83d\\ude00"}',
    '{"a":1,"b":2,"a":3}',
    '{"isLosslessNumber":true,"value":"1"}',
    '{"constructor":1,"toString":2}',
  ];
  for (const text of documents) {
    it(`takes ${JSON.stringify(text)} as JSON.parse does`, () => {
      expect(parseExactly(text)).to.deep.equal(JSON.parse(text));
    });
  }

  const broken = [
    '',
    ' ',
    '{',
    '{"a":1',
    '[1,',
    '[1,]',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '01',
    '.5',
    '5.',
    '+1',
    'NaN',
    '{} {}',
    '"a',
    '"\u0001"',
    '-',
    '1e',
  ];
  for (const text of broken) {
    it(`refuses ${JSON.stringify(text)} as JSON.parse does`, () => {
      expect(() => JSON.parse(text)).to.throw();
      expect(() => parseExactly(text)).to.throw();
    });
  }
});

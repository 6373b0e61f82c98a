import {expect} from 'chai';
import {canonicalDecimal, scaling, wholeNumber} from '../../protocol/core/decimals.js';
import type {JsonValue} from '../../protocol/core/json.js';

const NO_DECIMALS: [string, JsonValue | undefined][] = [
  ['nothing', undefined],
  ['null', null],
  ['true', true],
  ['an object', {}],
  ['a list with a number', [1]],
  ['empty text', ''],
  ['white space', ' '],
  ['a word', 'many'],
  ['infinity', 'Infinity'],
  ['infinity as a number', Number.POSITIVE_INFINITY],
  ['no number', Number.NaN],
  ['a lone sign', '-'],
  ['a lone point', '.'],
  ['two signs', '--1'],
  ['a number with groups', '1,000.00'],
  ['a comma for the point', '1,5'],
  ['an amount with its currency', '$85'],
  ['hexadecimal digits', '0x10'],
  ['digits of another script', '٣'],
  ['two numbers', '1 2'],
  ['an exponent without digits', '1e'],
];

describe('Decimals', () => {
  const forms: [JsonValue, string][] = [
    ['85.0', '85'],
    [85, '85'],
    ['085.50', '85.5'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    [' 12.30\n', '12.3'],
    ['-0.10', '-0.1'],
    ['-0', '0'],
    ['-0.00', '0'],
    [-0, '0'],
    ['0e5', '0'],
    ['1.5e3', '1500'],
    ['15E-4', '0.0015'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [0.1, '0.1'],
    ['9007199254740993', '9007199254740993'],
    ['0.12345678901234567890123', '0.12345678901234567890123'],
    [`1${'0'.repeat(400)}`, `1${'0'.repeat(400)}`],
  ];
  for (const [value, canonical] of forms) {
    it(`have one form, which of ${JSON.stringify(value).slice(0, 40)} is ${canonical.slice(0, 40)}`, () => {
      expect(canonicalDecimal(value)).to.equal(canonical);
      expect(canonicalDecimal(canonical)).to.equal(canonical);
    });
  }

  for (const [what, value] of NO_DECIMALS) {
    it(`are not found in ${what}`, () => {
      expect(canonicalDecimal(value)).to.equal(undefined);
      expect(wholeNumber(value)).to.equal(undefined);
      expect(scaling(1, 2)(value, 1)).to.equal(undefined);
      expect(scaling(1, 2)(1, value)).to.equal(undefined);
    });
  }

  for (const huge of ['1e999999', '-1e999999', '1e-999999', '1e1001']) {
    it(`do not make a page of zeros of ${huge}`, () => {
      expect(canonicalDecimal(huge)).to.equal(undefined);
    });
  }
});

describe('Scaling', () => {
  const hours = scaling(3600, 4);

  const products: [JsonValue, JsonValue, string][] = [
    ['85.0', 3600, '85'],
    ['85', 5400, '127.5'],
    [100, 1, '0.0278'],
    ['0', 3600, '0'],
    ['85', 0, '0'],
    ['-85', 3600, '-85'],
    ['1', 9007199254740991, '2501999792983.6086'],
    ['12345678901234567890.12', 3600, '12345678901234567890.12'],
  ];
  for (const [amount, count, product] of products) {
    it(`makes ${product} of ${amount} times ${count}`, () => {
      expect(hours(amount, count)).to.equal(product);
    });
  }

  const roundings: [JsonValue, string][] = [
    ['0.005', '0.01'],
    ['0.00499999999999999999999999', '0'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['-0.005', '-0.01'],
    ['-1.005', '-1.01'],
    ['-0.004', '0'],
  ];
  for (const [amount, rounded] of roundings) {
    it(`rounds ${amount} half up to ${rounded}`, () => {
      expect(scaling(1, 2)(amount, 1)).to.equal(rounded);
    });
  }

  it('rounds once: not what it multiplies, and not before it divides', () => {
    expect(scaling(3, 0)('0.4', '3.75')).to.equal('1');
    expect(scaling(1000, 2)('0.1', '49.9')).to.equal('0');
  });

  it('is not disturbed by another that rounds to other places', () => {
    const coarse = scaling(1, 0);
    const fine = scaling(1, 6);

    expect([coarse('1.25', 1), fine('1.25', 1), coarse('1.25', 1)]).to.deep.equal(['1', '1.25', '1']);
  });
});

describe('Whole numbers', () => {
  const wholes: [JsonValue, number | undefined][] = [
    [3600, 3600],
    ['3600', 3600],
    ['3600.0', 3600],
    [' 3600 ', 3600],
    ['3599.5', 3600],
    [3599.4, 3599],
    ['-2.5', -3],
    ['3.6e3', 3600],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', undefined],
    ['-9007199254740992', undefined],
    ['1e30', undefined],
  ];
  for (const [value, whole] of wholes) {
    it(`give ${whole} for ${JSON.stringify(value)}`, () => {
      expect(wholeNumber(value)).to.equal(whole);
    });
  }
});

import {expect} from 'chai';
import {recordsOf} from '../../support/messages.js';
import {accountOpener, logLines, propertiesIn} from './account.js';

/** What stands between marks goes out as a number with just these digits. */
const number = (digits: string) => `@number:${digits}@`;

const SPELLINGS: readonly [string | null, string | null][] = [
  ['85.0', '85'],
  [number('85'), '85'],
  [number('85.00'), '85'],
  ['+85', '85'],
  ['85.', '85'],
  ['.5', '0.5'],
  ['007.50', '7.5'],
  [' 12.50 ', '12.5'],
  ['1000', '1000'],
  [number('1e3'), '1000'],
  [number('12E3'), '12000'],
  [number('1.5e-3'), '0.0015'],
  ['2.50E+2', '250'],
  ['0.0', '0'],
  ['-0.0', '0'],
  [number('-0'), '0'],
  ['-12.340', '-12.34'],
  [number('0.1'), '0.1'],
  [number('0.30000000000000004'), '0.30000000000000004'],
  [number('0.10000000000000000000000000001'), '0.10000000000000000000000000001'],
  [number('123456789012345678901234567890.123456789'), '123456789012345678901234567890.123456789'],
  ['9007199254740993', '9007199254740993'],
  [number('9007199254740993'), '9007199254740993'],
  [null, null],
  ['', null],
];

describe('tap-paydirt, decimals', () => {
  const open = accountOpener();

  it('have one spelling, whatever arrives, and lose no digit', async () => {
    const account = await open();
    account.data.clients = SPELLINGS.map(([spelling], index) => ({
      id: 1 + index,
      hourly_rate: spelling,
      invoicing_threshold: spelling,
    }));
    account.data.jobs = SPELLINGS.map(([spelling], index) => ({
      id: 1 + index,
      price: spelling,
      unbilled_fixed_value: spelling,
    }));
    account.only(SPELLINGS.map(([spelling]) => ({hourly_rate: spelling, value: spelling})));

    const run = await account.sync(['clients', 'jobs', 'time']);

    expect(run.code, run.stderr).to.equal(0);
    const expected = SPELLINGS.map(([, canonical]) => canonical);
    const told = (stream: 'clients' | 'jobs' | 'time', field: string) =>
      recordsOf(run.messages, stream)
        .sort((one, other) => Number(one.id) - Number(other.id))
        .map((record) => record[field]);
    expect(told('clients', 'hourly_rate')).to.deep.equal(expected);
    expect(told('clients', 'invoicing_threshold')).to.deep.equal(expected);
    expect(told('jobs', 'price')).to.deep.equal(expected);
    expect(told('jobs', 'unbilled_fixed_value')).to.deep.equal(expected);
    expect(told('time', 'hourly_rate')).to.deep.equal(expected);
    expect(told('time', 'value')).to.deep.equal(expected);
    expect(told('time', 'computed_amount')).to.deep.equal(
      expected.map((canonical) => {
        if (canonical === null || canonical.length < 17) return canonical;
        return canonical.startsWith('0.')
          ? canonical.startsWith('0.3')
            ? '0.3'
            : '0.1'
          : rounded(canonical);
      }),
    );
  });

  it('that are none become null, and are told with their number', async () => {
    const account = await open();
    account.only([
      {hourly_rate: 'twelve'},
      {hourly_rate: '1,000.00'},
      {hourly_rate: true},
      {hourly_rate: {amount: '1'}},
      {hourly_rate: '0x10'},
      {hourly_rate: '12'},
    ]);

    const run = await account.sync(['time']);

    expect(run.code, run.stderr).to.equal(0);
    expect(recordsOf(run.messages, 'time').filter(({hourly_rate}) => hourly_rate === null)).to.have.length(5);
    expect(
      recordsOf(run.messages, 'time').filter(({computed_amount}) => computed_amount === null),
    ).to.have.length(5);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/^time: hourly_rate .*no decimals/m);
    expect(run.stderr).to.match(/5 values of hourly_rate were no decimals/);
  });

  it('are texts without a format in the schema', async () => {
    const account = await open();

    const run = await account.sync(['clients', 'jobs', 'time']);

    const properties = [
      ...['hourly_rate', 'invoicing_threshold'].map((name) => propertiesIn(run, 'clients')[name]),
      ...['price', 'unbilled_fixed_value'].map((name) => propertiesIn(run, 'jobs')[name]),
      ...['hourly_rate', 'value', 'computed_amount'].map((name) => propertiesIn(run, 'time')[name]),
    ];
    for (const property of properties) {
      expect(property).to.have.property('type').that.has.members(['null', 'string']);
      expect(property).to.not.have.property('format');
    }
  });

  for (const decimals of ['documented', 'numbers', 'mixed'] as const) {
    it(`are the same from a whole account (${decimals})`, async () => {
      const account = await open({decimals});

      const run = await account.sync('all');

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, ['clients', 'projects', 'jobs', 'time', 'users'])).to.deep.equal([]);
      expect(logLines(run, 'WARNING')).to.deep.equal([]);
    });
  }
});

/** To four places, of more than nine. */
function rounded(decimal: string): string {
  const [whole = '', behind] = decimal.split('.');
  return behind === undefined ? whole : `${whole}.${Number(`0.${behind}`).toFixed(4).slice(2)}`;
}

import {expect} from 'chai';
import {readMarks} from '../../protocol/core/marks.js';
import {compileShape} from '../../protocol/core/shape.js';
import {fullTable, id, listOf, moment, objectOf, schemaOf, text, whole} from '../support/streams.js';

const secret = {...text, secret: true};

describe('Fields that hold credentials', () => {
  const schema = schemaOf({
    id,
    token: secret,
    settings: objectOf({theme: text, key: secret}),
    files: listOf(objectOf({id, link: secret, owner: objectOf({hash: secret})})),
    account: {...objectOf({user: text, password: secret}), secret: true},
  });

  it('are left out at every depth unless they are wanted', () => {
    const {properties} = readMarks(schema, false).schema;

    expect(properties).to.deep.equal({
      id,
      settings: objectOf({theme: text}),
      files: listOf(objectOf({id, owner: objectOf({})})),
    });
  });

  it('are named with their places', () => {
    expect(readMarks(schema, false).hidden).to.deep.equal([
      'token',
      'settings.key',
      'files.link',
      'files.owner.hash',
      'account',
    ]);
  });

  it('are there when they are wanted, without the mark', () => {
    const {schema: shown, hidden} = readMarks(schema, true);

    expect(shown.properties).to.deep.equal({
      id,
      token: text,
      settings: objectOf({theme: text, key: text}),
      files: listOf(objectOf({id, link: text, owner: objectOf({hash: text})})),
      account: objectOf({user: text, password: text}),
    });
    expect(hidden).to.deep.equal([]);
  });

  it('leave the schema that they were taken from as it was', () => {
    const before = structuredClone(schema);

    readMarks(schema, false);

    expect(schema).to.deep.equal(before);
  });

  it('keep what else the schema says', () => {
    const described = {...schemaOf({id: {...id, description: 'The key'}}), description: 'A user'};

    expect(readMarks(described, false).schema).to.deep.equal(described);
  });

  it('that were left out are dropped from records without being called unknown', () => {
    const {schema: shown, hidden} = readMarks(schema, false);
    const unknown: string[] = [];
    const shape = compileShape(whole(fullTable('users', {schema: shown, quietFields: new Set(hidden)})), {
      unknown: (field) => unknown.push(field),
      nulled: () => undefined,
    });

    const record = shape({
      id: 1,
      token: 'x',
      news: 1,
      settings: {theme: 'dark', key: 'x', size: 2},
      files: [{id: 2, link: 'x', owner: {hash: 'x'}}],
      account: {user: 'ann', password: 'x'},
    });

    expect(record).to.deep.equal({
      id: 1,
      settings: {theme: 'dark'},
      files: [{id: 2, owner: {hash: 'x'}}],
    });
    expect(unknown).to.have.members(['news', 'settings.size']);
  });
});

describe('Fields that hold decimals', () => {
  const amount = {...text, decimal: true, description: 'An amount'};
  const shown = {...text, description: 'An amount'};
  const schema = schemaOf({
    id,
    rate: amount,
    client: objectOf({name: text, rate: amount}),
    lines: listOf(objectOf({price: amount, tax: objectOf({amount})})),
    prices: {...listOf(text), decimal: true},
  });

  it('are named with their places', () => {
    expect([...readMarks(schema, false).rules]).to.deep.equal([
      ['rate', 'decimal'],
      ['client.rate', 'decimal'],
      ['lines.price', 'decimal'],
      ['lines.tax.amount', 'decimal'],
      ['prices', 'decimal'],
    ]);
  });

  it('are told apart from those that hold moments with milliseconds', () => {
    const exact = {...moment, milliseconds: true};

    const {schema: read, rules} = readMarks(
      schemaOf({id, at: exact, log: objectOf({at: exact, rate: amount})}),
      false,
    );

    expect([...rules]).to.deep.equal([
      ['at', 'milliseconds'],
      ['log.at', 'milliseconds'],
      ['log.rate', 'decimal'],
    ]);
    expect(read.properties).to.deep.equal({id, at: moment, log: objectOf({at: moment, rate: shown})});
  });

  it('come without the mark, and with everything else that is said of them', () => {
    expect(readMarks(schema, false).schema.properties).to.deep.equal({
      id,
      rate: shown,
      client: objectOf({name: text, rate: shown}),
      lines: listOf(objectOf({price: shown, tax: objectOf({amount: shown})})),
      prices: listOf(text),
    });
  });

  it('are not named where they are hidden', () => {
    const hidden = schemaOf({id, rate: {...amount, secret: true}});

    expect(readMarks(hidden, false)).to.deep.include({hidden: ['rate'], rules: new Map()});
    expect(readMarks(hidden, true)).to.deep.include({hidden: [], rules: new Map([['rate', 'decimal']])});
  });
});

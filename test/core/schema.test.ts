import {expect} from 'chai';
import {propertiesBelow, typesOf} from '../../protocol/core/schema.js';
import {id, listOf, objectOf, text} from '../support/streams.js';

describe('Schema', () => {
  it('names the types of a property without null', () => {
    const schemas = [{type: 'integer'}, {type: ['null', 'string']}, {type: 'null'}, {}];

    expect(schemas.map(typesOf)).to.deep.equal([['integer'], ['string'], [], []]);
  });

  it('finds properties below an object and below the items of an array, and none elsewhere', () => {
    const properties = {id, name: text};

    expect(propertiesBelow(objectOf(properties))).to.equal(properties);
    expect(propertiesBelow(listOf(objectOf(properties)))).to.equal(properties);
    expect(propertiesBelow(listOf(text))).to.equal(undefined);
    expect(propertiesBelow(text)).to.equal(undefined);
  });
});

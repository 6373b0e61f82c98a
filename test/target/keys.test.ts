import {expect} from 'chai';
import {keyMeant, keyText, plainKey} from '../../protocol/target/keys.js';

describe('The key of a record', () => {
  it('is the same whether its values are numbers or texts', () => {
    expect(keyText([7, 'a'])).to.equal('["7","a"]');
    expect(keyText(['7', 'a'])).to.equal('["7","a"]');
  });

  it('tells apart what only looks the same when joined', () => {
    expect(keyText(['a,b'])).to.not.equal(keyText(['a', 'b']));
    expect(keyText(['1', '23'])).to.not.equal(keyText(['12', '3']));
  });

  it('is shown plainly where it is one value', () => {
    expect(plainKey('["7"]')).to.equal('7');
    expect(plainKey('["7","a"]')).to.equal('["7","a"]');
    expect(plainKey('no JSON')).to.equal('no JSON');
  });

  it('is understood as a person writes it', () => {
    expect(keyMeant('7')).to.equal('["7"]');
    expect(keyMeant('["7","a"]')).to.equal('["7","a"]');
    expect(keyMeant('[7, "a"]')).to.equal('["7","a"]');
    expect(keyMeant('Zoë & co')).to.equal('["Zoë & co"]');
  });

  it('is understood as it was shown, whatever it is', () => {
    for (const value of ['7', '["7"]', '[]', '{}', '"7"', '', 'null', 'a b']) {
      const key = keyText([value]);
      expect(keyMeant(plainKey(key)), value).to.equal(key);
    }
  });
});

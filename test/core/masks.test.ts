import {expect} from 'chai';
import {Masks} from '../../protocol/core/redact.js';

describe('Masks', () => {
  it('mask what they were made with', () => {
    expect(new Masks(['first-secret']).redact('a first-secret')).to.equal('a ****');
  });

  it('mask what is added, besides what was there, in all forms', () => {
    const masks = new Masks(['first-secret']);

    masks.add('second/secret+==', 'third-secret');

    const said = `first-secret second/secret+== ${encodeURIComponent('second/secret+==')} third-secret`;
    expect(masks.redact(said)).to.equal('**** **** **** ****');
    expect(masks.redact(Buffer.from('x second/secret+== x').toString('base64'))).to.match(
      /^[\w+/]{0,4}\*{4}[\w+/=]{0,4}$/,
    );
  });

  it('mask with what is added later also where their function was handed out before', () => {
    const masks = new Masks([]);
    const {redact} = masks;

    expect(redact('a later-secret')).to.equal('a later-secret');
    masks.add('later-secret');

    expect(redact('a later-secret')).to.equal('a ****');
  });

  it('mask what looks like a credential from the beginning', () => {
    expect(new Masks([]).redact('/x?refresh_token=abc')).to.equal('/x?refresh_token=****');
  });

  it('mask a secret that begins with another whole, whichever came first', () => {
    const masks = new Masks(['abcd-efgh']);
    masks.add('abcd-efgh-ijkl', 'abcd');

    expect(masks.redact('abcd-efgh-ijkl abcd-efgh abcd')).to.equal('**** **** ****');
  });
});

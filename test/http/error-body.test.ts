import {expect} from 'chai';
import {reasonIn} from '../../protocol/http/error-body.js';

describe('reasonIn', () => {
  for (const [shape, body, reason] of [
    ['a message', '{"message":"Not today"}', 'Not today'],
    ['an OAuth error', '{"error":"invalid_token","error_description":"It has expired"}', 'It has expired'],
    ['a status with an error', '{"status":404,"error":"Not Found"}', 'Not Found'],
    ['an error alone', '{"error":"invalid_request"}', 'invalid_request'],
    ['a message that is no text', '{"message":{"code":7},"error":"Wrong"}', 'Wrong'],
    ['plain text', 'Retry later\n', 'Retry later'],
    ['text on several lines', 'one\n  two\t three', 'one two three'],
    ['JSON of a shape unknown to us', '{"errors":["from is invalid"]}', '{"errors":["from is invalid"]}'],
    ['a JSON list', '["from is invalid"]', '["from is invalid"]'],
    ['broken JSON', '{"message":"Not to', '{"message":"Not to'],
    ['nothing', '', undefined],
    ['white space', ' \n ', undefined],
  ] as const) {
    it(`finds the service's words in ${shape}`, () => {
      expect(reasonIn(body)).to.deep.equal({html: false, reason});
    });
  }

  for (const page of ['<html><body>Gone</body></html>', '\n  <!DOCTYPE html><p>Gone</p>']) {
    it(`takes nothing out of the page ${JSON.stringify(page)}`, () => {
      expect(reasonIn(page)).to.deep.equal({html: true, reason: undefined});
    });
  }

  it('shortens long words to a line', () => {
    const {reason} = reasonIn(JSON.stringify({message: 'long '.repeat(1000)}));

    expect(reason?.length).to.be.within(1, 200);
  });
});

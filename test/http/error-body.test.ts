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
    ['a list of errors', '{"errors":["from is invalid","to is missing"]}', 'from is invalid; to is missing'],
    [
      'a list of errors that are objects',
      '{"errors":[{"field":"from"},7,null,"to is missing"]}',
      '{"field":"from"}; 7; null; to is missing',
    ],
    ['an error beside a list of them', '{"errors":["from"],"error":"Invalid"}', 'Invalid'],
    ['an empty list of errors', '{"errors":[]}', '{"errors":[]}'],
    ['JSON of a shape unknown to us', '{"errors":{"from":"invalid"}}', '{"errors":{"from":"invalid"}}'],
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

  it('masks secrets in a list of errors before it is shortened', () => {
    const key = 'a-secret-that-is-long';
    const errors = [{message: 'x'.repeat(170)}, {key}];

    const {reason} = reasonIn(JSON.stringify({errors}), (said) => said.replaceAll(key, '****'));

    expect(reason).to.include('****').and.not.to.include('a-sec');
  });

  it('shortens long words to a line', () => {
    const {reason} = reasonIn(JSON.stringify({message: 'long '.repeat(1000)}));

    expect(reason?.length).to.be.within(1, 200);
  });
});

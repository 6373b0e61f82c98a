import {expect} from 'chai';
import {literalRedactor, redactor} from '../../protocol/core/redact.js';

const SECRET = 'Pä/ss w&rd+"1~';

describe('Redaction', () => {
  const redact = redactor([SECRET]);

  const forms: [string, string][] = [
    ['raw', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded with lower-case escapes', lowerEscapes(encodeURIComponent(SECRET))],
    ['form-encoded', formEncoded(SECRET)],
    ['form-encoded with lower-case escapes', lowerEscapes(formEncoded(SECRET))],
    ['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
    ['with each byte encoded', everyByte(SECRET)],
    ['with each byte encoded in capitals', everyByte(SECRET).toUpperCase()],
    ['encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['encoded twice in lower case', lowerEscapes(encodeURIComponent(encodeURIComponent(SECRET)))],
    ['encoded three times', [1, 2, 3].reduce((text) => encodeURIComponent(text), SECRET)],
    [
      'encoded three times in lower case',
      lowerEscapes([1, 2, 3].reduce((text) => encodeURIComponent(text), SECRET)),
    ],
    ['encoded, and then as a form', formEncoded(encodeURIComponent(SECRET))],
    ['in small letters', SECRET.toLowerCase()],
    ['in an attribute of HTML', 'Pä/ss w&amp;rd+&quot;1~'],
  ];
  for (const [what, form] of forms) {
    it(`masks a secret that stands ${what}`, () => {
      expect(redact(`before ${form} after`)).to.equal('before **** after');
    });
  }

  for (const before of ['', 'u', 'us', 'use', 'user:']) {
    for (const encoding of ['base64', 'base64url'] as const) {
      it(`masks a secret in ${encoding} after ${before.length} other bytes`, () => {
        // Bytes that use the last two characters of both alphabets.
        const secret = 'key?>~ÿ?>~ÿ';
        const encoded = Buffer.from(`${before}${secret}:x`).toString(encoding);

        const safe = redactor([secret])(`Basic ${encoded}.`);

        // Characters at both ends, which the neighbours have a part in, may remain; nothing in between.
        expect(safe).to.match(/^Basic [\w+/-]{0,8}\*{4}[\w+/=-]{0,6}\.$/);
      });
    }
  }

  it('masks every occurrence of every secret', () => {
    const masked = redactor(['alpha-key', 'beta-key'])('alpha-key beta-key alpha-key');

    expect(masked).to.equal('**** **** ****');
  });

  it('leaves no rest of its first and last byte in base64', () => {
    for (const rest of ['', 'x', 'xy']) {
      const encoded = Buffer.from(`u:a-key-of-ours${rest}`).toString('base64');

      expect(redactor(['a-key-of-ours'])(`Basic ${encoded}, more`)).to.match(
        /^Basic [\w+/]{0,2}\*{4}, more$/,
      );
    }
  });

  it('leaves no tail of a secret that begins with another', () => {
    expect(redactor(['abcd', 'abcdefgh'])('abcdefgh abcd')).to.equal('**** ****');
    expect(redactor(['abcdefgh', 'abcd'])('abcdefgh abcd')).to.equal('**** ****');
  });

  it('takes a secret literally, whatever characters it has', () => {
    expect(redactor(['a.*$&(['])('a.*$&([ and abcd$&([')).to.equal('**** and abcd$&([');
  });

  it('does not mask what is too short to be a secret', () => {
    expect(redactor(['', 'a', 'abc'])('abc is a word')).to.equal('abc is a word');
  });

  it('masks small letters of a secret that is long enough to be no word', () => {
    expect(redactor(['ABCDEFGHIJKL'])('abcdefghijkl.acme.test')).to.equal('****.acme.test');
    expect(redactor(['ABCDEFGHIJK'])('abcdefghijk.acme.test')).to.equal('abcdefghijk.acme.test');
  });

  it('masks a secret of four characters', () => {
    expect(redactor(['abcd'])('xabcdx')).to.equal('x****x');
  });

  it('changes nothing without secrets', () => {
    expect(redactor([])('nothing to hide')).to.equal('nothing to hide');
  });

  const addresses: [string, string][] = [
    ['GET /time?api_key=abc123 failed', 'GET /time?api_key=**** failed'],
    ['/time?api_key=abc123&start=2026-01-01', '/time?api_key=****&start=2026-01-01'],
    ['/time?start=2026-01-01&API_KEY=abc123', '/time?start=2026-01-01&API_KEY=****'],
    ['/time?apikey=abc123', '/time?apikey=****'],
    ['/token?refresh_token=abc&access_token=def', '/token?refresh_token=****&access_token=****'],
    ['"/time?password=a%20b%26c"', '"/time?password=****"'],
    ['<a href="/x?page=1&amp;api_key=abc123">', '<a href="/x?page=1&amp;api_key=****">'],
    ['{"url":"\\/x?api_key=abc123\\n"}', '{"url":"\\/x?api_key=****\\n"}'],
    ['api_key=a api_key=b', 'api_key=**** api_key=****'],
    ['/time?api%5Fkey=abc123&page=1', '/time?api%5Fkey=****&page=1'],
    ['/time?api%5fkey=abc123', '/time?api%5fkey=****'],
    ['/x?next=%2Ftime%3Fapi_key%3Dabc', '/x?next=%2Ftime%3Fapi_key%3D****'],
    ['/x?next=%252Ftime%253Fapi_key%253Dabc', '/x?next=%252Ftime%253Fapi_key%253D****'],
    ['/login?user[password]=abc&page=1', '/login?user[password]=****&page=1'],
    ['/login?user%5Bpassword%5D=abc&page=1', '/login?user%5Bpassword%5D=****&page=1'],
    ['/login?my_password=abc', '/login?my_password=****'],
    ['{"api_key":"abc","page":"1"}', '{"api_key":"****","page":"1"}'],
    ['{"apikey" : "a b&c", "x": 1}', '{"apikey" : "****", "x": 1}'],
    ['{"user":{"PASSWORD":"abc"}}', '{"user":{"PASSWORD":"****"}}'],
    ['"{\\"access_token\\":\\"abc\\",\\"x\\":\\"y\\"}"', '"{\\"access_token\\":\\"****\\",\\"x\\":\\"y\\"}"'],
    ['{"refresh_token"=>"abc", "x"=>"y"}', '{"refresh_token"=>"****", "x"=>"y"}'],
  ];
  for (const [said, safe] of addresses) {
    it(`masks credentials in ${said}, whosever they are`, () => {
      expect(redactor([])(said)).to.equal(safe);
    });
  }

  for (const said of [
    'the setting "api_key" is missing',
    'api_key = ',
    '?api_key=',
    '?api_key=&page=1',
    '?page=2',
    'api_key=>"x"',
    '{"api_key":""}',
    '{"api_key":null}',
    '{"api_keys":"x"}',
    '{"kind":"api_key","x":"y"}',
  ]) {
    it(`leaves ${said} as it is`, () => {
      expect(redactor([])(said)).to.equal(said);
    });
  }

  it('copes with a secret that no URL can hold', () => {
    expect(redactor(['broken\ud800'])('it is broken\ud800!')).to.equal('it is ****!');
  });
});

describe('Redaction of secrets alone', () => {
  const redact = literalRedactor(['the-secret', 'abc']);

  it('masks them in all their forms', () => {
    const said = `the-secret ${everyByte('the-secret')} ${btoa('the-secret')}`;

    expect(redact(said)).to.match(/^\*{4} \*{4} \*{4}\S{0,4}$/);
  });

  for (const said of ['/time?api_key=x', '{"password":"x"}', 'user[password]=x', 'abc', 'THE-SECRET']) {
    it(`masks nothing in ${said}, which merely looks like one`, () => {
      expect(redact(said)).to.equal(said);
    });
  }
});

function everyByte(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function formEncoded(text: string): string {
  return new URLSearchParams([['key', text]]).toString().slice('key='.length);
}

function lowerEscapes(text: string): string {
  return text.replace(/%(25)*[0-9A-F]{2}/g, (escape_) => escape_.toLowerCase());
}

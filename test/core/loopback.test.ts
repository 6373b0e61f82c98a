import {expect} from 'chai';
import {isLoopback} from '../../protocol/core/loopback.js';

describe('This machine', () => {
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]', '127.1', '2130706433']) {
    it(`is ${host}`, () => expect(isLoopback(new URL(`http://${host}:8080/x`))).to.equal(true));
  }

  const others = ['localhost.evil.test', '127.0.0.1.evil.test', 'evil.test', '[::2]', '10.0.0.1'];
  for (const host of [...others, '0.0.0.0', 'my-localhost', '127.0.0.1@evil.test', 'localhost@evil.test']) {
    it(`is not ${host}`, () => expect(isLoopback(new URL(`http://${host}/`))).to.equal(false));
  }
});

import {expect} from 'chai';
import {AuthError, ConfigError, ServiceError} from '../../protocol/core/errors.js';
import {type FirstTokens, RenewedTokens} from '../../protocol/http/authorization.js';
import type {Tokens} from '../../protocol/http/token-endpoint.js';
import {rejection} from '../support/client.js';
import {FakeClock} from '../support/clock.js';

const MINUTE = 60_000;

/** A token endpoint that numbers what it gives, and answers when it is told to. */
class Endpoint {
  /** The refresh tokens that it was asked with. */
  readonly asked: string[] = [];
  readonly #clock: FakeClock;
  readonly #lifetime: number;
  /** What is done before the answer. */
  before: () => Promise<void> = async () => undefined;
  /** What new refresh tokens are called; undefined: the answer has none. */
  rotated: string | undefined;

  constructor(clock: FakeClock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    this.asked.push(refreshToken);
    const nth = this.asked.length;
    await this.before();
    return {
      accessToken: `new-${nth}`,
      refreshToken: this.rotated === undefined ? undefined : `${this.rotated}-${nth}`,
      expiresAt: this.#clock.now() + this.#lifetime,
    };
  }
}

describe('RenewedTokens', () => {
  let clock: FakeClock;
  let endpoint: Endpoint;
  let told: [tokens: Tokens, refreshToken: string][];

  function tokens(first: Partial<FirstTokens> = {}, lifetime = 14 * 24 * 60 * MINUTE): RenewedTokens {
    clock = new FakeClock();
    endpoint = new Endpoint(clock, lifetime);
    told = [];
    return new RenewedTokens(
      {accessToken: 'old', refreshToken: 'refresh', expiresAt: undefined, ...first},
      endpoint,
      clock,
      (...news) => told.push(news),
    );
  }
  /** A moment so many minutes from now, by the clock of each test. */
  const inMinutes = (minutes: number) => new FakeClock().now() + minutes * MINUTE;

  for (const [what, first, header] of [
    ['has no end that is known', {}, 'Bearer old'],
    ['ends in an hour', {expiresAt: inMinutes(60)}, 'Bearer old'],
    ['ends in just more than five minutes', {expiresAt: inMinutes(5) + 1}, 'Bearer old'],
    ['ends in five minutes', {expiresAt: inMinutes(5)}, 'Bearer new-1'],
    ['ends in four minutes', {expiresAt: inMinutes(4)}, 'Bearer new-1'],
    ['has ended', {expiresAt: inMinutes(-60)}, 'Bearer new-1'],
    ['is not there', {accessToken: undefined}, 'Bearer new-1'],
    ['is not there, whatever its end', {accessToken: undefined, expiresAt: inMinutes(60)}, 'Bearer new-1'],
  ] as const) {
    it(`begins with ${header.slice(7)} where the access token ${what}`, async () => {
      const all = tokens(first);

      expect(await all.header()).to.equal(header);
      expect(await all.header()).to.equal(header);
      expect(endpoint.asked).to.deep.equal(header === 'Bearer old' ? [] : ['refresh']);
    });
  }

  it('renews once for all who wait, and all get the new one', async () => {
    const all = tokens({accessToken: undefined});

    const headers = await Promise.all(Array.from({length: 8}, () => all.header()));

    expect(new Set(headers)).to.deep.equal(new Set(['Bearer new-1']));
    expect(endpoint.asked).to.deep.equal(['refresh']);
    expect(told).to.have.lengthOf(1);
  });

  it('renews when its time comes, five minutes before the end', async () => {
    const all = tokens({expiresAt: inMinutes(60)});

    clock.advance(55 * MINUTE - 1);
    expect(await all.header()).to.equal('Bearer old');
    clock.advance(1);
    expect(await all.header()).to.equal('Bearer new-1');
  });

  it('renews what it has got itself, again five minutes before its end', async () => {
    const all = tokens({accessToken: undefined}, 60 * MINUTE);
    await all.header();

    clock.advance(55 * MINUTE - 1);
    expect(await all.header()).to.equal('Bearer new-1');
    clock.advance(1);
    expect(await all.header()).to.equal('Bearer new-2');
  });

  it('uses a token that lives but minutes for half its life', async () => {
    const all = tokens({accessToken: undefined}, 4 * MINUTE);
    await all.header();

    clock.advance(2 * MINUTE - 1);
    expect(await all.header()).to.equal('Bearer new-1');
    clock.advance(1);
    expect(await all.header()).to.equal('Bearer new-2');
  });

  it('renews what is refused, once for all of whom it was refused', async () => {
    const all = tokens();
    const header = await all.header();

    const answers = await Promise.all(Array.from({length: 8}, () => all.refused(header)));

    expect(answers).to.deep.equal(Array.from({length: 8}, () => true));
    expect(endpoint.asked).to.deep.equal(['refresh']);
    expect(await all.header()).to.equal('Bearer new-1');
  });

  it('needs no further one for who hears late that the one before was refused', async () => {
    const all = tokens();
    await all.refused('Bearer old');

    expect(await all.refused('Bearer old')).to.equal(true);
    expect(endpoint.asked).to.have.lengthOf(1);
  });

  it('gives up on a token that is refused right after it was got, and tries again a minute later', async () => {
    const all = tokens();
    await all.refused('Bearer old');

    expect(await all.refused('Bearer new-1')).to.equal(false);
    clock.advance(MINUTE - 1);
    expect(await all.refused('Bearer new-1')).to.equal(false);
    expect(endpoint.asked).to.have.lengthOf(1);
    clock.advance(1);
    expect(await all.refused('Bearer new-1')).to.equal(true);
    expect(endpoint.asked).to.have.lengthOf(2);
  });

  it('waits with who is refused while the next one is on its way', async () => {
    const all = tokens({accessToken: undefined}, MINUTE);
    await all.header();
    let release: () => void = () => undefined;
    // Old enough to be renewed, and young enough to be given up on.
    clock.advance(MINUTE / 2);
    endpoint.before = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const next = all.header();
    const refused = all.refused('Bearer new-1');
    release();

    expect(await Promise.all([next, refused])).to.deep.equal(['Bearer new-2', true]);
    expect(endpoint.asked).to.have.lengthOf(2);
  });

  it('tells new tokens before anybody uses them, with the refresh token that counts', async () => {
    const all = tokens({accessToken: undefined});
    endpoint.rotated = 'rotated';

    await all.header();

    expect(told.map(([{accessToken}, refreshToken]) => [accessToken, refreshToken])).to.deep.equal([
      ['new-1', 'rotated-1'],
    ]);
  });

  it('goes on with the newest refresh token, and with the old one where there came none', async () => {
    const all = tokens({accessToken: undefined}, 10 * MINUTE);
    endpoint.rotated = 'rotated';
    await all.header();
    endpoint.rotated = undefined;
    clock.advance(10 * MINUTE);
    await all.header();
    clock.advance(10 * MINUTE);
    await all.header();

    expect(endpoint.asked).to.deep.equal(['refresh', 'rotated-1', 'rotated-1']);
    expect(told.map(([, refreshToken]) => refreshToken)).to.deep.equal([
      'rotated-1',
      'rotated-1',
      'rotated-1',
    ]);
  });

  it('fails all who wait when that fails, and tries anew for the next', async () => {
    const all = tokens({accessToken: undefined});
    endpoint.before = () => Promise.reject(new ServiceError('no'));

    const waiting = [all.header(), all.header(), all.refused('Bearer undefined')];
    const failures = await Promise.all(waiting.map((one) => rejection(one)));
    endpoint.before = async () => undefined;

    expect(failures.map(({message}) => message)).to.deep.equal(['no', 'no', 'no']);
    expect(endpoint.asked).to.have.lengthOf(1);
    expect(told).to.deep.equal([]);
    expect(await all.header()).to.equal('Bearer new-2');
  });

  it('goes on with a token that is still good while there are no new ones, and tries anew in a minute', async () => {
    const all = tokens({expiresAt: inMinutes(4)});
    endpoint.before = () => Promise.reject(new ServiceError('no'));

    expect(await all.header()).to.equal('Bearer old');
    expect(await all.header()).to.equal('Bearer old');
    expect(endpoint.asked).to.have.lengthOf(1);
    clock.advance(MINUTE);
    expect(await all.header()).to.equal('Bearer old');
    expect(endpoint.asked).to.have.lengthOf(2);
    clock.advance(3 * MINUTE);
    expect((await rejection(all.header())).message).to.equal('no');
    endpoint.before = async () => undefined;
    expect(await all.header()).to.equal('Bearer new-4');
  });

  it('ends the run where no further token is given, and does not ask again', async () => {
    const all = tokens({expiresAt: inMinutes(60)});
    await all.header();
    endpoint.before = () => Promise.reject(new ConfigError(['sign in anew']));

    for (const asking of [() => all.refused('Bearer old'), () => all.refused('Bearer old')]) {
      const error = await rejection(asking());
      expect(error).to.be.instanceOf(AuthError).and.include({message: 'sign in anew', failure: 'config'});
    }
    clock.advance(60 * MINUTE);
    expect(await rejection(all.header())).to.be.instanceOf(AuthError);
    expect(endpoint.asked).to.have.lengthOf(1);
    expect(told).to.deep.equal([]);
  });
});

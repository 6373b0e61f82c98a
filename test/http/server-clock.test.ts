import {expect} from 'chai';
import {ServerClock} from '../../protocol/http/server-clock.js';

describe('A service’s clock', () => {
  it('is taken for ours as long as nothing is known', () => {
    expect(new ServerClock().ahead).to.equal(0);
  });

  it('is known to half a second by one answer', () => {
    const clock = new ServerClock();

    clock.note(60_000, 10_000, 10_000);

    expect(clock.ahead).to.equal(50_500);
  });

  it('is known better by several answers', () => {
    const clock = new ServerClock();
    const ahead = 5250;

    for (let ours = 0; ours < 20_000; ours += 370)
      clock.note(Math.floor((ours + ahead) / 1000) * 1000, ours, ours + 20);

    expect(clock.ahead).to.be.within(ahead - 60, ahead + 60);
  });

  it('is learned anew when one of the clocks is put right', () => {
    const clock = new ServerClock();
    clock.note(60_000, 10_000, 10_100);

    clock.note(11_000, 11_000, 11_100);

    expect(clock.ahead).to.equal(450);
  });
});

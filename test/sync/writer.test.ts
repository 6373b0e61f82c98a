import {setImmediate} from 'node:timers/promises';
import {expect} from 'chai';
import {Interrupted} from '../../protocol/core/errors.js';
import {Writer} from '../../protocol/sync/writer.js';
import {rejection} from '../support/client.js';
import {brokenPipe, QuickReader, SlowReader} from '../support/readers.js';

/** More than the writer keeps to itself. */
const LONG = 'x'.repeat(70_000);

describe('Writer', () => {
  const never = new AbortController().signal;
  const unexpected = (error: Error) => {
    throw error;
  };

  describe('with a quick reader', () => {
    it('writes lines in the order in which they come', async () => {
      const out = new QuickReader();
      const writer = new Writer(out, unexpected);
      const lines = Array.from({length: 30_000}, (_, i) => `{"line":${i}}`);

      for (const line of lines) writer.write(line);
      await writer.finish(never);

      expect(out.text).to.equal(`${lines.join('\n')}\n`);
    });

    it('gathers lines into large pieces', async () => {
      const out = new QuickReader();
      const writer = new Writer(out, unexpected);

      for (let i = 0; i < 30_000; i++) writer.write('x'.repeat(99));
      await writer.finish(never);

      const sizes = out.chunks.slice(0, -1).map(({length}) => length);
      expect(Math.min(...sizes)).to.be.at.least(65_536);
      expect(Math.max(...sizes)).to.be.below(65_536 + 100);
    });

    it('keeps a little to itself until it is flushed', () => {
      const out = new QuickReader();
      const writer = new Writer(out, unexpected);

      writer.write('one');
      const before = out.text;
      writer.flush();

      expect([before, out.text]).to.deep.equal(['', 'one\n']);
    });

    it('writes nothing when there is nothing to flush', () => {
      const out = new QuickReader();
      const writer = new Writer(out, unexpected);

      writer.flush();
      writer.write('one');
      writer.flush();
      writer.flush();

      expect(out.chunks).to.deep.equal(['one\n']);
    });

    it('is ready at once', async () => {
      const writer = new Writer(new QuickReader(), unexpected);

      writer.write('one');

      expect(writer.isFull).to.equal(false);
      await writer.ready(never);
    });
  });

  describe('with a slow reader', () => {
    it('is full until the reader has caught up', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);
      const events: string[] = [];

      writer.write(LONG);
      expect(writer.isFull).to.equal(true);
      const ready = writer.ready(never).then(() => events.push('ready'));
      await setImmediate();
      events.push('taken');
      out.take();
      await ready;

      expect(events).to.deep.equal(['taken', 'ready']);
      expect(writer.isFull).to.equal(false);
    });

    it('wakes everybody who waits', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);

      writer.write(LONG);
      const waiting = [writer.ready(never), writer.ready(never), writer.finish(never)];
      out.take();
      await Promise.all(waiting);

      expect(out.text).to.equal(`${LONG}\n`);
    });

    it('loses nothing that is written while it is full', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);

      for (const line of ['a', 'b', 'c']) {
        writer.write(line);
        writer.flush();
      }
      const finished = writer.finish(never).then(() => 'finished');
      for (let i = 0; i < 3; i++) {
        await setImmediate();
        out.take();
      }

      expect(await finished).to.equal('finished');
      expect(out.text).to.equal('a\nb\nc\n');
    });

    it('finishes only when everything has been taken', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);
      const events: string[] = [];

      writer.write('the last word');
      const finished = writer.finish(never).then(() => events.push('finished'));
      await setImmediate();
      events.push(out.text);
      out.take();
      await finished;

      expect(events).to.deep.equal(['', 'finished']);
      expect(out.text).to.equal('the last word\n');
    });

    it('stops waiting to be ready when the run is told to stop', async () => {
      const writer = new Writer(new SlowReader(), unexpected);
      const controller = new AbortController();

      writer.write(LONG);
      const error = rejection(writer.ready(controller.signal));
      controller.abort();

      expect(await error).to.be.instanceOf(Interrupted);
    });

    it('does not wait at all when the run was told to stop before', async () => {
      const writer = new Writer(new SlowReader(), unexpected);

      writer.write(LONG);

      expect(await rejection(writer.ready(AbortSignal.abort()))).to.be.instanceOf(Interrupted);
    });

    it('gives up finishing, without an error, when patience ends', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);
      const controller = new AbortController();

      writer.write('never taken');
      const finished = writer.finish(controller.signal);
      controller.abort();
      await finished;

      expect(out.text).to.equal('');
    });

    it('can still be finished after a wait was cut off', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, unexpected);
      const controller = new AbortController();
      writer.write(LONG);
      const cutOff = rejection(writer.ready(controller.signal));
      controller.abort();
      await cutOff;

      writer.write('{"type":"STATE"}');
      const finished = writer.finish(never);
      out.take();
      await setImmediate();
      out.take();
      await finished;

      expect(out.text.endsWith('{"type":"STATE"}\n')).to.equal(true);
    });
  });

  describe('with a reader that dies', () => {
    it('tells it once, however often it shows', async () => {
      const out = new SlowReader();
      const told: Error[] = [];
      const writer = new Writer(out, (error) => told.push(error));

      writer.write(LONG);
      writer.write(LONG);
      out.destroy(brokenPipe());
      await setImmediate();
      writer.write(LONG);
      await setImmediate();

      expect(told.map(({message}) => message)).to.deep.equal(['write EPIPE']);
      expect(writer.isBroken).to.equal(true);
    });

    it('interrupts those who wait to be ready', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, () => undefined);

      writer.write(LONG);
      const error = rejection(writer.ready(never));
      out.destroy(brokenPipe());

      expect(await error).to.be.instanceOf(Interrupted);
      expect(await rejection(writer.ready(never))).to.be.instanceOf(Interrupted);
    });

    it('finishes at once', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, () => undefined);

      writer.write(LONG);
      const finished = writer.finish(never);
      out.destroy(brokenPipe());
      await finished;

      writer.write('more');
      await writer.finish(never);
    });
  });
});

import {expect} from 'chai';
import {AuthError, RefusedError, ServiceError, UnansweredError} from '../../protocol/core/errors.js';
import {HookKeeper} from '../../protocol/watch/hook-keeper.js';
import type {Hook, HookCalls, NewHook} from '../../protocol/watch/webhooks.js';
import {rejection} from '../support/client.js';
import {RecordingLog} from '../support/log.js';

const PATH = '/timesheet-taps/abc';
const URL = `https://hooks.example.com${PATH}`;

/** A service's hooks in memory; `calls` tells what was done, in order. */
class Hooks implements HookCalls {
  readonly calls: string[] = [];
  /** Names that the service does not know. */
  unknown: string[] = [];
  lists = 0;
  hooks: Hook[];
  failure: Error | undefined;
  #last = 100;

  constructor(hooks: Partial<Hook>[] = []) {
    this.hooks = hooks.map((hook, at) => ({
      id: String(at + 1),
      targetUrl: URL,
      event: '*',
      lastStatus: 200,
      isNarrowed: false,
      ...hook,
    }));
  }

  async list(): Promise<readonly Hook[]> {
    this.lists++;
    return [...this.hooks];
  }

  async create({event, targetUrl}: NewHook): Promise<string> {
    this.calls.push(`create ${event}`);
    const {failure} = this;
    if (this.unknown.includes(event)) throw new ServiceError('Unknown event', 400, {failure: 'config'});
    this.failure = undefined;
    if (failure !== undefined && !(failure instanceof UnansweredError)) throw failure;
    this.hooks.push({id: String(++this.#last), targetUrl, event, lastStatus: undefined, isNarrowed: false});
    if (failure !== undefined) throw failure;
    return String(this.#last);
  }

  async remove(id: string): Promise<void> {
    this.calls.push(`remove ${id}`);
    this.hooks = this.hooks.filter((hook) => hook.id !== id);
  }
}

function keeper(events = ['*']) {
  const log = new RecordingLog();
  const hooked = events.map((names) => ({names: names.split(' '), isOptional: names.includes(' ')}));
  return {log, keeper: new HookKeeper({targetUrl: URL, path: PATH, secret: 's', events: hooked, log})};
}

describe('HookKeeper', () => {
  it('makes a hook for each event that has none', async () => {
    const hooks = new Hooks();

    await keeper(['*.Task', '*.Invoice']).keeper.check(hooks, 1);

    expect(hooks.calls).to.deep.equal(['create *.Task', 'create *.Invoice']);
  });

  it('goes on with hooks that are there, and leaves those of others alone', async () => {
    const hooks = new Hooks([{}, {targetUrl: 'https://elsewhere.example.com/x'}]);

    await keeper().keeper.check(hooks, 1);

    expect(hooks.calls).to.deep.equal([]);
  });

  it('makes a hook anew that fails: first the new one, then the old one goes', async () => {
    const hooks = new Hooks([{lastStatus: 502}]);
    const {keeper: own, log} = keeper();

    await own.check(hooks, 1);

    expect(hooks.calls).to.deep.equal(['create *', 'remove 1']);
    expect(log.at('warning')).to.deep.equal(['The hook for * failed with 502, so it was made anew']);
  });

  it('makes a hook anew that has vanished since, and says so', async () => {
    const hooks = new Hooks();
    const {keeper: own, log} = keeper();
    await own.check(hooks, 1);
    hooks.hooks = [];

    await own.check(hooks, 2);

    expect(log.at('warning')).to.deep.equal(['The hook for * had vanished, so it was made anew']);
    expect(own.state).to.include({wanted: 1, there: 1, checkedAt: 2, trouble: undefined});
  });

  it('removes what is there twice, what leads to an older address, and what is not wanted any more', async () => {
    const hooks = new Hooks([{}, {}, {targetUrl: `https://old.example.com${PATH}`}, {event: '*.Task'}]);

    await keeper().keeper.check(hooks, 1);

    expect(hooks.hooks.map(({id}) => id)).to.deep.equal(['1']);
  });

  it('makes hooks anew that keep events back by a condition, or sign with another secret', async () => {
    const narrowed = new Hooks([{isNarrowed: true}]);
    const old = new Hooks([{}]);

    await keeper().keeper.check(narrowed, 1);
    await keeper().keeper.check(old, 1, true);

    expect(narrowed.calls).to.deep.equal(['create *', 'remove 1']);
    expect(old.calls).to.deep.equal(['create *', 'remove 1']);
  });

  it('makes a hook by another name where the service does not know the first, and finds it again', async () => {
    const hooks = new Hooks();
    hooks.unknown = ['model.start.Entry'];
    const {keeper: own, log} = keeper(['model.start.Entry timer.start.Entry']);

    await own.check(hooks, 1);
    await own.check(hooks, 2);

    expect(hooks.calls).to.deep.equal(['create model.start.Entry', 'create timer.start.Entry']);
    expect(log.at('warning')).to.deep.equal([]);
  });

  it('does without what another hook brings, and says so once, where none of its names is known', async () => {
    const hooks = new Hooks();
    hooks.unknown = ['model.start.Entry', 'timer.start.Entry'];
    const {keeper: own, log} = keeper(['*.Entry', 'model.start.Entry timer.start.Entry']);

    await own.check(hooks, 1);
    await own.check(hooks, 2);

    expect(hooks.hooks.map(({event}) => event)).to.deep.equal(['*.Entry']);
    expect(log.at('warning')).to.have.lengthOf(1);
    expect(own.state).to.include({wanted: 1, there: 1, trouble: undefined});
    expect(await own.removeAll(hooks)).to.equal(1);
  });

  it('does not make a hook twice whose making was not answered', async () => {
    const hooks = new Hooks();
    hooks.failure = new UnansweredError('POST hooks was not answered');

    await keeper().keeper.check(hooks, 1);

    expect(hooks.calls).to.deep.equal(['create *']);
  });

  it('takes no hook that was there before for one whose making was not answered', async () => {
    const hooks = new Hooks([{lastStatus: 500}]);
    hooks.failure = new UnansweredError('POST hooks was not answered');

    await keeper().keeper.check(hooks, 1);

    expect(hooks.hooks.map(({id}) => id)).to.deep.equal(['101']);
  });

  for (const refusal of [
    new RefusedError('POST hooks was refused (403)', 403, false),
    new ServiceError('POST hooks was refused (400)', 400, {failure: 'config'}),
  ]) {
    it(`says what to do where hooks are refused with ${refusal.status}`, async () => {
      const hooks = new Hooks();
      hooks.failure = refusal;

      const error = await rejection(keeper().keeper.check(hooks, 1));

      expect(error.message).to.match(/refused \(40\d\).*administrator.*--no-register/);
    });
  }

  it('passes on that the credentials are refused', async () => {
    const hooks = new Hooks();
    hooks.failure = new AuthError('refused');

    expect(await rejection(keeper().keeper.check(hooks, 1))).to.be.instanceOf(AuthError);
  });

  it('remembers why the hooks could not be looked at, until they can', async () => {
    const hooks = new Hooks();
    const {keeper: own} = keeper();
    await own.check(hooks, 1);
    hooks.hooks = [];
    hooks.failure = new ServiceError('not reachable');

    await rejection(own.check(hooks, 2));
    const {trouble} = own.state;
    await own.check(hooks, 3);

    expect([trouble, own.state.trouble]).to.deep.equal(['not reachable', undefined]);
  });

  it('removes all hooks that deliver to us in the end, and no others', async () => {
    const hooks = new Hooks([{}, {event: '*.Task'}, {targetUrl: 'https://elsewhere.example.com/x'}]);

    expect(await keeper().keeper.removeAll(hooks)).to.equal(2);
    expect(hooks.hooks.map(({id}) => id)).to.deep.equal(['3']);
  });

  it('does not list the hooks in the end where it knows them, since there is little time then', async () => {
    const hooks = new Hooks([{event: '*.Task'}]);
    const {keeper: own} = keeper(['*.Task', '*.Invoice']);
    await own.check(hooks, 1);

    expect(await own.removeAll(hooks)).to.equal(2);
    expect([hooks.hooks, hooks.lists]).to.deep.equal([[], 1]);
  });
});

import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {type Account, accountOpener, bookmarkIn, nth} from './account.js';

const STREAM = 'time_entries';

/** An account with a timer that runs, after a first run that saw it. */
async function withRunningTimer(account: Account) {
  const entry = nth(
    account.data.time_entries.filter(({is_running}) => is_running),
    0,
  );
  // Only the timer itself can bring it back: as if it had been started long ago.
  entry.updated_at = '2024-09-01T08:00:00Z';
  const state = lastState((await account.sync([STREAM])).messages);
  account.pass(1 / 24);
  account.routes();
  return {entry, state};
}

describe('tap-harvest, running timers', () => {
  const open = accountOpener();

  it('reads an entry whose timer runs in every run, since its hours grow', async () => {
    const account = await open();
    const {entry, state} = await withRunningTimer(account);

    const run = await account.sync([STREAM], {state});

    expect(bookmarkIn(state, STREAM)?.unsteady).to.deep.equal([entry.id]);
    const [again] = recordsOf(run.messages, STREAM).filter(({id}) => id === entry.id);
    expect(again).to.include({is_running: true, hours: 2});
    expect(account.routes()).to.deep.equal(['users/me', STREAM, STREAM]);
  });

  it('reads an entry once more after its timer was stopped, whether or not that touched it', async () => {
    const account = await open();
    const {entry, state} = await withRunningTimer(account);
    Object.assign(entry, {is_running: false, timer_started_at: null, hours: 1.4});

    const run = await account.sync([STREAM], {state});
    const next = lastState(run.messages);

    const again = recordsOf(run.messages, STREAM).filter(({id}) => id === entry.id);
    expect(again.map(({is_running, hours}) => [is_running, hours])).to.deep.equal([[false, 1.4]]);
    expect(account.routes()).to.include(`${STREAM}/${entry.id}`);
    expect(bookmarkIn(next, STREAM)).to.not.have.property('unsteady');
  });

  it('forgets an entry that was deleted while its timer ran', async () => {
    const account = await open();
    const {entry, state} = await withRunningTimer(account);
    account.remove(STREAM, entry.id);

    const run = await account.sync([STREAM], {state});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.routes()).to.include(`${STREAM}/${entry.id}`);
    expect(bookmarkIn(lastState(run.messages), STREAM)).to.not.have.property('unsteady');
  });

  it('sends an entry once that runs and changed as well', async () => {
    const account = await open();
    const {entry, state} = await withRunningTimer(account);
    account.update(STREAM, entry.id, {notes: 'still at it'});

    const run = await account.sync([STREAM], {state});

    const again = recordsOf(run.messages, STREAM).filter(({id}) => id === entry.id);
    expect(again).to.have.length(1);
    expect(account.routes()).to.not.include(`${STREAM}/${entry.id}`);
  });

  it('asks for no running entries where a filter wants those that do not run', async () => {
    const account = await open();
    const filters = {time_entries: {is_running: false}};
    const first = await account.sync([STREAM], {config: {filters}});
    account.pass(1);
    account.routes();

    const run = await account.sync([STREAM], {config: {filters}, state: lastState(first.messages)});

    expect(account.queries(STREAM).map(({is_running}) => is_running)).to.deep.equal(['false']);
    expect(recordsOf(run.messages, STREAM).filter(({is_running}) => is_running)).to.deep.equal([]);
  });
});

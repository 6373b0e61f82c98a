import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../../protocol/core/json.js';
import {sandboxStarter} from '../../sandbox/paydirt/starter.js';
import {bodyOf, objectIn} from '../../support/airbyte.js';
import {messagesIn} from '../../support/messages.js';
import {type RunOptions, runTap} from '../../support/process.js';
import {UNLIMITED} from './sandbox.js';

const SIZE = {clients: 20, projects: 5, jobs: 5, users: 3, timeLogs: 40};

/** A configured catalog of one stream. */
function reading(name: string, sync_mode: string): JsonObject {
  const stream = {name, json_schema: {}};
  return {streams: [{stream, sync_mode, destination_sync_mode: 'overwrite'}]};
}

/** The states that a run told last, as the platform hands them back. */
function statesOf(stdout: string): JsonValue[] {
  const last = new Map<unknown, JsonValue>();
  for (const message of messagesIn(stdout)) {
    if (message.type !== 'STATE') continue;
    const body = bodyOf(message);
    last.set(objectIn(objectIn(body.stream).stream_descriptor).name, body);
  }
  return [...last.values()];
}

describe('source-paydirt in full refreshes', () => {
  const start = sandboxStarter();
  const read = (options: RunOptions) => runTap('paydirt', {verb: 'read', ...options});

  it('fails a table that is suddenly empty, so that a destination does not lose it', async () => {
    const sandbox = await start({size: SIZE});
    const config = {...sandbox.config, ...UNLIMITED};
    const catalog = reading('clients', 'full_refresh');
    const first = await read({config, catalog});
    sandbox.faults.on('clients', {kind: 'text', text: '{"clients":[]}'});

    const second = await read({config, catalog, state: statesOf(first.stdout)});

    expect(first.code, first.stdout).to.equal(0);
    expect(second.code).to.equal(1);
    expect(second.stdout).to.match(/"message":"clients is suddenly empty|suddenly empty, of 20/);
    expect(second.stdout).to.include('"status":"INCOMPLETE"').and.not.include('"status":"COMPLETE"');
  });

  it('reads all time again after a refresh that was complete', async () => {
    const sandbox = await start({size: SIZE});
    const config = {...sandbox.config, ...UNLIMITED};
    const catalog = reading('time', 'full_refresh');
    const count = (stdout: string) => messagesIn(stdout).filter(({type}) => type === 'RECORD').length;

    const first = await read({config, catalog});
    const second = await read({config, catalog, state: statesOf(first.stdout)});

    expect(JSON.stringify(statesOf(first.stdout))).to.include('"__ab_full_refresh_sync_complete":true');
    expect(count(first.stdout)).to.equal(40);
    expect(count(second.stdout)).to.equal(40);
  });

  it('goes on where a refresh broke off, and not where other runs ended', async () => {
    const sandbox = await start({size: {...SIZE, timeLogs: 400}});
    const config = {...sandbox.config, ...UNLIMITED, lookback_days: 1, window_days: 10};
    const catalog = reading('time', 'full_refresh');
    const daysAsked = () => sandbox.requests.filter(({route}) => route === 'time').length;
    await read({config, catalog});
    const all = daysAsked();
    const incremental = await read({config, catalog: reading('time', 'incremental')});
    // As a platform that kept the state of another mode would hand it over.
    sandbox.requests.length = 0;
    await read({config, catalog, state: statesOf(incremental.stdout)});
    const afterAnotherMode = daysAsked();
    const [state] = statesOf(incremental.stdout);
    const broken = objectIn(objectIn(state).stream);
    sandbox.requests.length = 0;
    const unfinished = {...objectIn(broken.stream_state), full_refresh: 'unfinished'};

    await read({
      config,
      catalog,
      state: [{type: 'STREAM', stream: {...broken, stream_state: unfinished}}],
    });

    expect(afterAnotherMode).to.equal(all);
    expect(daysAsked()).to.be.lessThan(all);
  });
});

import {expect} from 'chai';
import {isObject} from '../../../protocol/core/json.js';
import type {Message} from '../messages.js';
import {expectGood, type Subject} from './subject.js';

/** Full tables carry a version, which is activated when, and only when, all of its rows have come. */
export function describeVersions(subject: Subject): void {
  const fullTables = subject.catalog.streams
    .filter(({replication_method}) => replication_method === 'FULL_TABLE')
    .map(({tap_stream_id}) => tap_stream_id);

  it('says nothing of versions unless asked to', async () => {
    const {messages} = await subject.first();

    expect(messages.filter(({type}) => type === 'ACTIVATE_VERSION')).to.deep.equal([]);
    expect(messages.filter(({version}) => version !== undefined)).to.deep.equal([]);
  });

  it('activates a new version of each full table, after its last record or before its first', async () => {
    await Promise.all(
      (['end', 'start'] as const).map(async (mode) => {
        const sandbox = await subject.sandbox();

        const run = await subject.run(sandbox, {config: {activate_version: mode}});

        expectGood(run);
        for (const stream of Object.keys(subject.keys)) {
          const order = ofStream(run.messages, stream).map(({type}) => type);
          const at = fullTables.includes(stream) ? [mode === 'end' ? order.length - 1 : 1] : [];
          const found = order.flatMap((type, index) => (type === 'ACTIVATE_VERSION' ? [index] : []));
          expect(found, `${stream}, ${mode}`).to.deep.equal(at);
          expect(versionsIn(run.messages, stream), stream).to.have.length(at.length);
        }
      }),
    );
  });

  it('goes on putting a version on records that ever had one', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    const bookmarks = isObject(state.bookmarks) ? state.bookmarks : {};
    const versioned = Object.fromEntries(
      Object.entries(bookmarks).map(([stream, bookmark], index) => [
        stream,
        {...(isObject(bookmark) ? bookmark : {}), version: index + 5},
      ]),
    );

    const run = await subject.run(sandbox, {state: {...state, bookmarks: versioned}});

    expect(activated(run.messages)).to.deep.equal([]);
    for (const [stream, {version}] of Object.entries(versioned)) {
      const found = versionsIn(run.messages, stream);
      if (ofStream(run.messages, stream).length > 1) expect(found, stream).to.deep.equal([version]);
    }
  });

  it('activates nothing for a stream that failed', async () => {
    const sandbox = await subject.sandbox();
    for (const stream of subject.sandboxes.canFail) sandbox.fail(stream);

    const run = await subject.run(sandbox, {config: {activate_version: 'end', max_retries: 0}});

    const failed = fullTables.filter((stream) => subject.sandboxes.canFail.includes(stream));
    expect(failed).to.not.have.length(0);
    expect(activated(run.messages)).to.have.members(fullTables.filter((stream) => !failed.includes(stream)));
  });
}

/** A stream's own messages, its SCHEMA first. */
function ofStream(messages: readonly Message[], stream: string): Message[] {
  return messages.filter((message) => message.stream === stream);
}

function versionsIn(messages: readonly Message[], stream: string): unknown[] {
  const versions = ofStream(messages, stream).map(({version}) => version);
  return [...new Set(versions.filter((version) => version !== undefined))];
}

function activated(messages: readonly Message[]): string[] {
  return messages.filter(({type}) => type === 'ACTIVATE_VERSION').map(({stream}) => String(stream));
}

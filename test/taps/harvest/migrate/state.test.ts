import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import {type Migrated, migrator, saidOf} from './command.js';
import {
  AIRBYTE,
  AIRBYTE_CONFIG,
  OLD_SINGER,
  perParent,
  SINGER,
  SINGER_CONFIG,
  streamState,
} from './theirs.js';

const SEEN = '2024-11-10T12:00:00Z';
/** A day earlier. */
const FROM = '2024-11-09T12:00:00Z';
const EARLIER = '2024-10-03T00:00:00Z';
const FROM_EARLIER = '2024-10-02T00:00:00Z';

/** From when on each stream is read by a translated state, be it Singer's or Airbyte's. */
function startsIn(migrated: Migrated): Record<string, unknown> {
  const state = migrated.file('state.json');
  const bookmarks: JsonObject = isObject(state) && isObject(state.bookmarks) ? state.bookmarks : {};
  const messages = Array.isArray(state) ? state.filter(isObject) : [];
  for (const {stream} of messages) {
    const descriptor = isObject(stream) ? stream.stream_descriptor : undefined;
    if (isObject(stream) && isObject(descriptor)) bookmarks[String(descriptor.name)] = stream.stream_state;
  }
  return Object.fromEntries(
    Object.entries(bookmarks).map(([name, bookmark]) => [
      name,
      isObject(bookmark) ? bookmark.replication_key_value : undefined,
    ]),
  );
}

describe("tap-harvest migrate, a state of Singer's tap-harvest", () => {
  const migrate = migrator();

  it('says of each of its bookmarks what became of it, and carries none over to another table', async () => {
    const names = [...SINGER, ...OLD_SINGER];
    const bookmarks = Object.fromEntries(names.map((name) => [name, {updated_at: SEEN}]));

    const migrated = await migrate({state: {bookmarks}});

    const said = saidOf(migrated, 'state');
    expect([...said.keys()]).to.have.members(names);
    const carried = [...said].filter(([, {ours}]) => ours !== undefined).map(([name]) => name);
    expect(Object.keys(startsIn(migrated))).to.have.members(carried);
    expect(carried).not.to.include.members(['project_users', 'roles', 'invoice_line_items', 'user_projects']);
    for (const name of names.filter((one) => !carried.includes(one)))
      expect(said.get(name), name).to.include({how: 'left out'}).and.to.have.property('note');
  });

  it('begins a day before a bookmark, in whatever form its moment is', async () => {
    for (const written of [SEEN, '2024-11-10T12:00:00.000000Z', '2024-11-10T14:00:00+02:00']) {
      const migrated = await migrate({state: {bookmarks: {clients: {updated_at: written}}}});

      expect(startsIn(migrated)).to.deep.equal({clients: FROM});
    }
  });

  it('takes the earlier one of how far a list was read and how far its parents were', async () => {
    const bookmarks = {
      invoice_messages: {updated_at: SEEN, invoices_updated_at: EARLIER},
      estimate_messages: {updated_at: EARLIER, estimates_updated_at: SEEN},
    };

    const migrated = await migrate({state: {bookmarks}});

    expect(startsIn(migrated)).to.deep.equal({
      invoice_messages: FROM_EARLIER,
      estimate_messages: FROM_EARLIER,
    });
  });

  it('goes back to where rows were read that are part of a stream here', async () => {
    const bookmarks = {
      time_entries: {updated_at: SEEN},
      external_reference: {time_entries_updated_at: EARLIER},
    };

    expect(startsIn(await migrate({state: {bookmarks}}))).to.deep.equal({time_entries: FROM_EARLIER});
  });

  it('understands the flat form, with the parents beside the streams', async () => {
    const state = {
      currently_syncing: null,
      clients: SEEN,
      invoice_messages: SEEN,
      invoice_messages_parent: EARLIER,
      user_roles_parent: SEEN,
    };

    const migrated = await migrate({state});

    expect(startsIn(migrated)).to.deep.equal({clients: FROM, invoice_messages: FROM_EARLIER});
    expect(saidOf(migrated, 'state').get('clients')).to.include({how: 'translated'});
  });

  it('calls it a guess where the state does not say whether the run came to its end', async () => {
    const migrated = await migrate({state: {clients: SEEN}});

    expect(startsIn(migrated)).to.deep.equal({clients: FROM});
    expect(saidOf(migrated, 'state').get('clients')).to.include({how: 'guessed'});
  });

  it('leaves out the stream in which a run broke off, and what is found through it', async () => {
    const bookmarks = {
      invoices: {updated_at: SEEN},
      invoice_payments: {updated_at: SEEN},
      clients: {updated_at: SEEN},
    };

    const migrated = await migrate({state: {currently_syncing: 'invoices', bookmarks}});

    expect(startsIn(migrated)).to.deep.equal({clients: FROM});
    expect(saidOf(migrated, 'state').get('currently_syncing')?.note).to.match(/broke off in invoices/);
  });

  it('leaves out what is no moment, lies ahead, or is not understood, and shows no value', async () => {
    const bookmarks = {
      clients: {updated_at: 'their-own-key'},
      contacts: {updated_at: '2999-01-01T00:00:00Z'},
      tasks: {updated_at: SEEN, offset: {page: 3}},
      users: null,
      gadgets: {updated_at: SEEN},
    };

    const migrated = await migrate({state: {bookmarks, extra: 1}});

    expect(startsIn(migrated)).to.deep.equal({});
    expect([...saidOf(migrated, 'state').keys()]).to.have.members([...Object.keys(bookmarks), 'extra']);
    expect(migrated.stdout).not.to.include('their-own-key');
  });

  it('opens the envelopes that a state may come in, and remembers the start that it was begun with', async () => {
    const inner = {bookmarks: {clients: {updated_at: SEEN}}};
    for (const state of [{type: 'STATE', value: inner}, {singer_state: inner}]) {
      const migrated = await migrate({config: SINGER_CONFIG, state});

      expect(migrated.file('state.json')).to.deep.equal({
        bookmarks: {
          clients: {
            replication_key: 'updated_at',
            replication_key_value: FROM,
            start_date: SINGER_CONFIG.start_date,
          },
        },
      });
    }
  });
});

describe("tap-harvest migrate, a state of Airbyte's source-harvest", () => {
  const migrate = migrator();

  it('says of each stream what became of its state', async () => {
    const state = AIRBYTE.map((name) => streamState(name, {updated_at: SEEN}));

    const migrated = await migrate({config: AIRBYTE_CONFIG, state});

    expect([...saidOf(migrated, 'state').keys()]).to.have.members(AIRBYTE);
    expect(Object.keys(startsIn(migrated))).not.to.include.members(['roles', 'task_assignments']);
    expect(startsIn(migrated)).to.include({clients: FROM, user_assignments: FROM, time_entries: FROM});
  });

  it('takes the earliest cursor of all parents, or that of all together less how long the run took', async () => {
    const state = [
      streamState('invoice_messages', {...perParent(SEEN, EARLIER), parent_state: {}}),
      streamState('invoice_payments', {
        use_global_cursor: true,
        lookback_window: 3600,
        state: {updated_at: SEEN},
      }),
    ];

    expect(startsIn(await migrate({state}))).to.deep.equal({
      invoice_messages: FROM_EARLIER,
      invoice_payments: '2024-11-09T11:00:00Z',
    });
  });

  it('does not trust the one cursor that versions before 1.0 kept for all parents', async () => {
    const migrated = await migrate({
      state: {invoice_messages: {updated_at: SEEN}, clients: {updated_at: SEEN}},
    });

    expect(startsIn(migrated)).to.deep.equal({clients: FROM});
    expect(saidOf(migrated, 'state').get('invoice_messages')?.note).to.match(/before 1.0/);
  });

  it('takes the end of the first stretch where several were read side by side', async () => {
    const slices = [
      {start: '2024-11-01T00:00:00Z', end: '2024-11-11T00:00:00Z', most_recent_cursor_value: SEEN},
      {start: '2020-01-01T00:00:00Z', end: EARLIER, most_recent_cursor_value: EARLIER},
    ];

    const migrated = await migrate({state: [streamState('clients', {state_type: 'date-range', slices})]});

    expect(startsIn(migrated)).to.deep.equal({clients: FROM_EARLIER});
  });

  it('understands all forms in which states are kept', async () => {
    const one = {stream_descriptor: {name: 'clients'}, stream_state: {updated_at: SEEN}};
    const camel = {streamDescriptor: {name: 'clients'}, streamState: {updated_at: SEEN}};
    const forms = [
      [{type: 'STREAM', stream: one}],
      {type: 'STATE', state: {type: 'STREAM', stream: one}},
      [one],
      [{type: 'GLOBAL', global: {shared_state: {}, stream_states: [one]}}],
      {stateType: 'stream', connectionId: 'c', streamState: [camel]},
      {stateType: 'global', globalState: {streamStates: [camel]}},
      {stateType: 'legacy', state: {clients: {updated_at: SEEN}}},
      {type: 'LEGACY', data: {clients: {updated_at: SEEN}}},
      {clients: {updated_at: SEEN}},
    ];
    for (const state of forms) {
      const migrated = await migrate({state});

      expect(startsIn(migrated), JSON.stringify(state)).to.deep.equal({clients: FROM});
      expect([...saidOf(migrated, 'state').keys()]).to.deep.equal(['clients']);
    }
  });

  it('leaves out reports, marks without a cursor and what is not understood', async () => {
    const state = [
      streamState('time_team', {to: '20241101'}),
      streamState('company', {__ab_full_refresh_sync_complete: true}),
      streamState('clients', {}),
      streamState('contacts', null),
      streamState('tasks', {offset: 3}),
      streamState('gadgets', {updated_at: SEEN}),
      7,
    ];

    const migrated = await migrate({state});

    expect(migrated.file('state.json')).to.deep.equal([]);
    expect(saidOf(migrated, 'state')).to.have.lengthOf(state.length);
  });
});

import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import {messagesIn, recordsOf} from '../../../support/messages.js';
import {runTap} from '../../../support/process.js';
import {type Account, accountOpener, idsIn, idsOf} from '../account.js';
import {UNLIMITED} from '../sandbox.js';
import {type Migrated, migrator} from './command.js';
import {configuredEntry, perParent, singerEntry, streamState} from './theirs.js';

/** A translated file as an object. */
function read(migrated: Migrated, name: string): JsonObject {
  const content = migrated.file(name);
  // A state of Airbyte is a list.
  if (isObject(content)) return content;
  throw new Error(`${name} holds no object.`);
}

/** What Singer's tap would have as its bookmark: the newest change of a list. */
function newest(rows: readonly {updated_at: string}[]): string {
  return (
    rows
      .map(({updated_at}) => updated_at)
      .sort()
      .at(-1) ?? ''
  );
}

describe('tap-harvest, going on with what another connector left', () => {
  const open = accountOpener();
  const migrate = migrator();

  /** Where the sandbox is, which no file of another connector could say. */
  function place({config}: Account): JsonObject {
    return {base_url: config.base_url, id_url: config.id_url, ...UNLIMITED};
  }

  it("brings what changed since a run of Singer's tap, and nothing that is older", async () => {
    const account = await open();
    const {clients, time_entries, projects} = account.data;
    const bookmarks = {
      clients: {updated_at: newest(clients)},
      projects: {updated_at: newest(projects)},
      time_entries: {updated_at: newest(time_entries)},
    };
    const before = Math.min(...Object.values(bookmarks).map(({updated_at}) => Date.parse(updated_at)));
    const migrated = await migrate({
      config: {access_token: account.config.access_token, account_name: 'acme', user_agent: 'x (a@b.c)'},
      catalog: {
        streams: [
          ...Object.keys(bookmarks).map((name) => singerEntry(name, true)),
          singerEntry('project_users', true),
        ],
      },
      state: {currently_syncing: null, bookmarks},
    });
    account.pass(3);
    const changed = clients.slice(0, 2).map(({id}) => account.update('clients', id).id);
    const entries = time_entries.slice(5, 9).map(({id}) => account.update('time_entries', id).id);

    const run = await account.sync(undefined, {
      config: {...read(migrated, 'config.json'), ...place(account)},
      catalog: read(migrated, 'catalog.json'),
      state: read(migrated, 'state.json'),
    });

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'clients')).to.include.members(changed);
    expect(idsIn(run, 'time_entries')).to.include.members(entries);
    for (const stream of ['clients', 'projects', 'time_entries']) {
      const old = recordsOf(run.messages, stream).filter(
        ({updated_at, is_running}) =>
          is_running !== true && Date.parse(String(updated_at)) < before - 2 * 86_400_000,
      );
      expect(old, stream).to.deep.equal([]);
    }
    // Its table is another one, so it begins anew.
    expect(idsIn(run, 'user_assignments')).to.deep.equal(idsOf(account.data.user_assignments));
    expect(run.stderr).not.to.match(/WARNING .*(bookmark|migrate|start_date)/);
  });

  it("brings what changed since a run of Airbyte's source, by its own words", async () => {
    const account = await open();
    const {clients} = account.data;
    const messages = [...account.data.invoice_messages.values()].flat();
    const migrated = await migrate({
      config: {
        account_id: account.config.account_id,
        replication_start_date: '2015-01-01T00:00:00Z',
        credentials: {auth_type: 'Token', api_token: account.config.access_token},
      },
      catalog: {
        streams: ['clients', 'invoice_messages', 'time_team', 'roles'].map((name) => configuredEntry(name)),
      },
      state: [
        streamState('clients', {updated_at: newest(clients)}),
        streamState('invoice_messages', perParent(...messages.map(({updated_at}) => updated_at))),
        streamState('time_team', {to: '20241119'}),
      ],
    });
    account.pass(3);
    const changed = clients.slice(0, 2).map(({id}) => account.update('clients', id).id);
    const state = migrated.file('state.json');

    const {code, stdout} = await runTap('harvest', {
      verb: 'read',
      config: {...read(migrated, 'config.json'), ...place(account)},
      catalog: read(migrated, 'configured-catalog.json'),
      state: Array.isArray(state) ? state : {},
    });

    const records = messagesIn(stdout).flatMap(({record}) => (isObject(record) ? [record] : []));
    const idsOfStream = (name: string): number[] =>
      records.flatMap(({stream, data}) => (stream === name && isObject(data) ? [Number(data.id)] : []));
    expect(code, stdout.slice(-2000)).to.equal(0);
    expect(idsOfStream('clients')).to.include.members(changed);
    expect(idsOfStream('clients').length).to.be.below(clients.length);
    expect(idsOfStream('invoice_messages')).to.have.members(messages.map(({id}) => id));
    expect(idsOfStream('roles')).to.have.members(account.data.roles.map(({id}) => id));
    expect(records.some(({stream}) => stream === 'report_time_team')).to.equal(true);
  });
});

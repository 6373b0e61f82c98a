import {expect} from 'chai';
import type {JsonValue} from '../../protocol/core/json.js';
import {
  bookmarkOf,
  merged,
  openState,
  withBookmark,
  withCurrentlySyncing,
} from '../../protocol/core/state.js';

describe('State', () => {
  const plain = {bookmarks: {clients: {replication_key_value: '2026-01-05T10:00:00Z'}}, own: {kept: true}};

  const forms: [string, JsonValue | undefined, unknown][] = [
    ['as it was written', plain, plain],
    ['in a STATE message', {type: 'STATE', value: plain}, plain],
    ['in the envelope of an orchestrator', {singer_state: plain}, plain],
    ['in both', {singer_state: {type: 'STATE', value: plain}}, plain],
    ['empty', {}, {}],
    ['null', null, {}],
    ['absent', undefined, {}],
    ['without bookmarks', {currently_syncing: 'clients'}, {currently_syncing: 'clients'}],
  ];
  for (const [what, input, state] of forms) {
    it(`is understood ${what}`, () => {
      expect(openState(input)).to.deep.equal({state, problems: []});
    });
  }

  for (const input of [[], [plain], 'text', 7, true]) {
    it(`is ignored, with a word, when it is ${JSON.stringify(input).slice(0, 20)}`, () => {
      const {state, problems} = openState(input as JsonValue);

      expect(state).to.deep.equal({});
      expect(problems).to.have.length(1);
    });
  }

  for (const bookmarks of ['text', 7, [], true]) {
    it(`keeps the rest, with a word, when its bookmarks are ${JSON.stringify(bookmarks)}`, () => {
      const {state, problems} = openState({bookmarks, own: 1});

      expect(state).to.deep.equal({bookmarks, own: 1});
      expect(problems)
        .to.have.length(1)
        .and.to.match(/bookmarks/);
    });
  }

  it('gives no bookmark for a stream without one, or with one that is no object', () => {
    const states = [{}, {bookmarks: null}, {bookmarks: []}, {bookmarks: {}}, {bookmarks: {clients: 'x'}}];

    expect(states.map((state) => bookmarkOf(state, 'clients'))).to.deep.equal(states.map(() => undefined));
  });

  it('exchanges one bookmark and keeps everything else, without changing what it was given', () => {
    const before = structuredClone({...plain, bookmarks: {...plain.bookmarks, tasks: {own: 1}}});
    const copy = structuredClone(before);

    const after = withBookmark(before, 'clients', {replication_key_value: '2026-02-01T00:00:00Z'});

    expect(after).to.deep.equal({
      bookmarks: {clients: {replication_key_value: '2026-02-01T00:00:00Z'}, tasks: {own: 1}},
      own: {kept: true},
    });
    expect(before).to.deep.equal(copy);
  });

  it('replaces bookmarks that are no object', () => {
    expect(withBookmark({bookmarks: 'broken', own: 1}, 'clients', {a: 1})).to.deep.equal({
      bookmarks: {clients: {a: 1}},
      own: 1,
    });
  });

  it('says which stream is being read', () => {
    const during = withCurrentlySyncing(plain, 'tasks');

    expect(during).to.deep.equal({...plain, currently_syncing: 'tasks'});
    expect(withCurrentlySyncing(during, null)).to.deep.equal({...plain, currently_syncing: null});
  });

  it('merges members into a bookmark, removing those given as undefined', () => {
    const bookmark = {own: 1, position: {after: 7}, version: 5};

    expect(merged(bookmark, {version: 6, position: undefined, more: null})).to.deep.equal({
      own: 1,
      version: 6,
      more: null,
    });
    expect(Object.keys(merged(bookmark, {position: undefined}))).to.deep.equal(['own', 'version']);
    expect(merged(undefined, {a: 1})).to.deep.equal({a: 1});
  });
});

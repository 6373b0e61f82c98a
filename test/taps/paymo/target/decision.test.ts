import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {candidatesAmong, decide} from '../../../../taps/paymo/target/decision.js';
import type {ObjectName} from '../../../../taps/paymo/target/object-names.js';
import {objectOf} from '../../../../taps/paymo/target/objects.js';

const AT = Date.parse('2026-11-20T10:00:00Z');
const NOW = '2026-11-20T10:00:01Z';
const BEFORE = '2026-11-20T09:00:00Z';

function verdictOf(object: ObjectName, sent: JsonObject, rows: JsonObject[], known: string[] = []): string {
  const attempt = {object: objectOf(object), sent, at: AT};
  const candidates = candidatesAmong(attempt, rows, (id) => known.includes(id));
  const verdict = decide(attempt, candidates);
  return verdict.is === 'made' ? `made ${verdict.row.id}` : verdict.is;
}

describe('the decision about a creation without an answer', () => {
  const sent = {name: 'Acme', city: 'Rome'};
  const equal = {id: 1, ...sent, created_on: NOW};
  const cases: [string, ObjectName, JsonObject, JsonObject[], string][] = [
    ['nothing is there', 'clients', sent, [], 'absent'],
    ['only others are there', 'clients', sent, [{...equal, name: 'Other'}], 'absent'],
    ['it is there', 'clients', sent, [equal], 'made 1'],
    [
      'it is there, with the text put right',
      'clients',
      {name: ' Acme  GmbH '},
      [{id: 1, name: 'Acme GmbH', created_on: NOW}],
      'undecided',
    ],
    [
      'it is there, and trimmed',
      'clients',
      {name: 'Acme '},
      [{id: 1, name: 'Acme', created_on: NOW}],
      'made 1',
    ],
    [
      'it is there, made in the second that had begun',
      'clients',
      sent,
      [{...equal, created_on: '2026-11-20T09:59:59Z'}],
      'made 1',
    ],
    ['an equal one was there before', 'clients', sent, [{...equal, created_on: BEFORE}], 'undecided'],
    [
      'another of its name was there before',
      'clients',
      sent,
      [{...equal, city: 'Oslo', created_on: BEFORE}],
      'absent',
    ],
    [
      'it is there beside an older one of its name',
      'clients',
      sent,
      [equal, {...equal, id: 2, city: 'Oslo', created_on: BEFORE}],
      'made 1',
    ],
    [
      'it is there beside an older equal one',
      'clients',
      sent,
      [equal, {...equal, id: 2, created_on: BEFORE}],
      'made 1',
    ],
    ['two are there', 'clients', sent, [equal, {...equal, id: 2}], 'undecided'],
    ['one of its name was made since', 'clients', sent, [{...equal, city: 'Oslo'}], 'undecided'],
    ['nobody tells when it was made', 'clients', sent, [{...equal, created_on: null}], 'undecided'],
    [
      'its number is there',
      'invoices',
      {number: 'R-1', client_id: 5, title: 'a'},
      [{id: 1, number: 'R-1', client_id: 5, title: 'b', created_on: NOW}],
      'made 1',
    ],
    [
      'its number was there before',
      'invoices',
      {number: 'R-1', client_id: 5},
      [{id: 1, number: 'R-1', client_id: 5, created_on: BEFORE}],
      'absent',
    ],
    [
      'a number is there and it has none',
      'invoices',
      {client_id: 5, currency: 'USD'},
      [{id: 1, number: 'R-1', client_id: 5, currency: 'USD', created_on: NOW}],
      'made 1',
    ],
    [
      'an archived user has its address',
      'users',
      {email: 'a@b.test'},
      [{id: 1, email: 'a@b.test', active: false, created_on: NOW}],
      'absent',
    ],
    [
      'a user has its address',
      'users',
      {email: 'A@b.test', name: 'Ann'},
      [{id: 1, email: 'a@b.test', name: 'An', created_on: NOW}],
      'made 1',
    ],
    [
      'a row has its fields as texts',
      'time_entries',
      {task_id: 3, date: '2026-01-01', duration: 60},
      [{id: '4', task_id: '3', date: '2026-01-01', duration: '60', user_id: 9, created_on: NOW}],
      'made 4',
    ],
    [
      'another comment is there',
      'task_comments',
      {thread_id: 3, content: 'a'},
      [{id: 1, thread_id: 3, content: 'b', created_on: NOW}],
      'undecided',
    ],
    [
      'its number was rounded',
      'expenses',
      {client_id: 5, amount: 10.005, currency: 'USD'},
      [{id: 1, client_id: 5, amount: 10.01, currency: 'USD', created_on: NOW}],
      'undecided',
    ],
    [
      'another amount is there',
      'expenses',
      {client_id: 5, amount: 10.005, currency: 'USD'},
      [{id: 1, client_id: 5, amount: 10.05, currency: 'USD', created_on: NOW}],
      'absent',
    ],
    [
      'its name was encoded',
      'clients',
      {name: 'Söhne & <b>Co</b>'},
      [{id: 1, name: 'S&ouml;hne &amp; Co', created_on: NOW}],
      'undecided',
    ],
    [
      'its name was cut short',
      'clients',
      {name: 'x'.repeat(80)},
      [{id: 1, name: 'x'.repeat(50), created_on: NOW}],
      'undecided',
    ],
    [
      'a short name begins as its own does',
      'clients',
      {name: 'Acme Ltd'},
      [{id: 1, name: 'Acme', created_on: NOW}],
      'absent',
    ],
    [
      'it is there beside one that is merely alike',
      'clients',
      {name: 'Website redesign'},
      [
        {id: 1, name: 'Website redesign', created_on: NOW},
        {id: 2, name: 'Website redesign, phase 2', created_on: NOW},
      ],
      'made 1',
    ],
    [
      'one that is merely alike was there before',
      'clients',
      {name: 'Website redesign'},
      [{id: 2, name: 'Website redesign, phase 2', created_on: BEFORE}],
      'absent',
    ],
    [
      'its start was put to a full minute',
      'time_entries',
      {task_id: 3, start_time: '2026-01-01T10:00:40Z', end_time: '2026-01-01T11:00:00Z'},
      [
        {
          id: 4,
          task_id: 3,
          start_time: '2026-01-01T10:00:00Z',
          end_time: '2026-01-01T11:00:00Z',
          created_on: NOW,
        },
      ],
      'undecided',
    ],
    [
      'the entry of another hour is there',
      'time_entries',
      {task_id: 3, start_time: '2026-01-01T10:00:00Z'},
      [{id: 4, task_id: 3, start_time: '2026-01-01T11:00:00Z', created_on: NOW}],
      'absent',
    ],
    [
      'its number begins another one',
      'invoices',
      {number: 'INV-2026-0001', client_id: 5},
      [{id: 1, number: 'INV-2026-00012', client_id: 5, created_on: NOW}],
      'absent',
    ],
    [
      'its number is there in other signs',
      'invoices',
      {number: 'INV/7&8', client_id: 5},
      [{id: 1, number: 'INV/7&amp;8', client_id: 5, created_on: NOW}],
      'undecided',
    ],
  ];
  for (const [what, object, wanted, rows, verdict] of cases) {
    it(`is "${verdict}" where ${what}`, () => expect(verdictOf(object, wanted, rows)).to.equal(verdict));
  }

  it('leaves out what belongs to other records', () => {
    expect(verdictOf('clients', sent, [equal, {...equal, id: 2}], ['2'])).to.equal('made 1');
    expect(verdictOf('clients', sent, [equal], ['1'])).to.equal('absent');
  });
});

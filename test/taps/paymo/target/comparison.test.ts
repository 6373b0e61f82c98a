import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {differences} from '../../../../taps/paymo/target/comparison.js';
import type {ObjectName} from '../../../../taps/paymo/target/object-names.js';
import {objectOf} from '../../../../taps/paymo/target/objects.js';

describe('comparing what came back with what was wanted', () => {
  const same: [string, ObjectName, JsonObject, JsonObject][] = [
    [
      'numbers as texts',
      'tasks',
      {price_per_hour: 12.5, project_id: 7},
      {price_per_hour: '12.50', project_id: '7'},
    ],
    [
      'moments of one instant',
      'time_entries',
      {start_time: '2026-01-01T10:00:00Z'},
      {start_time: '2026-01-01T11:00:00+01:00'},
    ],
    ['null and an empty text', 'clients', {city: null, fax: ''}, {city: '', fax: null}],
    ['null and nothing at all', 'clients', {city: null}, {}],
    ['no discount and a discount of 0', 'invoices', {discount: null}, {discount: 0}],
    ['ids in another order', 'tasks', {users: [1, 2]}, {users: ['2', 1]}],
    [
      'people with the managers among them',
      'projects',
      {users: [1], managers: [2]},
      {users: [1, 2], managers: [2]},
    ],
    ['a colour in other letters', 'projects', {color: '#68BE5E'}, {color: '68be5e'}],
    ['a flag of the company as text', 'company', {online_payments: '1'}, {online_payments: true}],
    ['bounds of a report as texts', 'reports', {start_date: 86_400}, {start_date: '1970-01-02T00:00:00Z'}],
    ['people of a report as texts', 'reports', {users: [1, 2]}, {users: ['1', '2']}],
    [
      'options of which more come back',
      'reports',
      {include: {days: true}},
      {include: {days: true, users: false}},
    ],
    ['what never comes back', 'users', {password: 'hush', email: 'a'}, {email: 'a'}],
    [
      'lines counted from 0',
      'invoices',
      {items: [{item: 'a', seq: 1}]},
      {invoiceitems: [{id: 1, item: 'a', seq: 0}]},
    ],
    [
      'lines by their ids',
      'invoices',
      {items: [{item: 'b'}, {id: 1}]},
      {
        invoiceitems: [
          {id: 1, item: 'b'},
          {id: 2, item: 'b'},
        ],
      },
    ],
  ];
  for (const [what, object, wanted, got] of same) {
    it(`finds no difference in ${what}`, () =>
      expect(differences(objectOf(object), wanted, got)).to.deep.equal([]));
  }

  const other: [string, ObjectName, JsonObject, JsonObject, string][] = [
    ['a field that did not come back', 'clients', {city: 'Rome'}, {}, 'city'],
    ['another text', 'clients', {city: 'Rome'}, {city: 'Oslo'}, 'city'],
    ['a discount that stayed', 'invoices', {discount: null}, {discount: 5}, 'discount'],
    ['people too many', 'projects', {users: [1]}, {users: [1, 3], managers: [2]}, 'users'],
    ['people too few', 'projects', {users: [1, 2]}, {users: [1]}, 'users'],
    [
      'lines that are worth nothing',
      'invoices',
      {items: [{item: 'a', price_unit: 5}]},
      {invoiceitems: [{item: 'a', price_unit: 0}]},
      'items',
    ],
    [
      'a line too many',
      'invoices',
      {items: [{item: 'a'}]},
      {invoiceitems: [{item: 'a'}, {item: 'b'}]},
      'items',
    ],
    ['lines that did not come back', 'invoices', {items: [{item: 'a'}]}, {}, 'items'],
  ];
  for (const [what, object, wanted, got, field] of other) {
    it(`finds ${what}`, () =>
      expect(differences(objectOf(object), wanted, got).map((one) => one.field)).to.deep.equal([field]));
  }
});

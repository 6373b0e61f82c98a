import {expect} from 'chai';
import type {JsonValue} from '../../../../protocol/core/json.js';
import {Rejection} from '../../../../protocol/target/target.js';
import * as fields from '../../../../taps/paymo/target/field.js';
import {valueFor} from '../../../../taps/paymo/target/values.js';

const presets = fields.presetOr('projects', 'all', 'all_active');

describe('values on their way to Paymo', () => {
  const good: [string, fields.Field, JsonValue, JsonValue][] = [
    ['a decimal as text', fields.decimal, ' 12.50 ', 12.5],
    ['a decimal', fields.decimal, 7, 7],
    ['a whole number as text', fields.integer, '3600', 3600],
    ['a whole number with zeros behind it', fields.integer, '60.0', 60],
    ['a flag as text', fields.flag, '1', true],
    ['a flag as a number', fields.flag, 0, false],
    ['a flag as a word', fields.flag, 'False', false],
    ['the day of a moment', fields.date, '2026-01-31T23:30:00-05:00', '2026-01-31'],
    ['a moment with an offset', fields.moment, '2026-01-31T23:30:00.750-05:00', '2026-02-01T04:30:00Z'],
    ['a moment with a space', fields.moment, '2026-01-31 23:30:00', '2026-01-31T23:30:00Z'],
    ['a day as Unix seconds', fields.seconds, '1970-01-02', 86_400],
    ['Unix seconds as text', fields.seconds, '86400', 86_400],
    ['a word in other letters', fields.oneOf('Admin', 'Guest'), 'admin', 'Admin'],
    ['a number of a few', fields.oneOf(25, 50), '50', 50],
    ['an id as text', fields.idOf('clients'), '7', 7],
    ['ids twice', fields.idsOf('users'), [7, '7', 8], [7, 8]],
    ['ids with commas', fields.idsOf('users'), '7, 8', [7, 8]],
    ['ids as JSON in a text', fields.idsOf('users'), '[7,8]', [7, 8]],
    ['no ids', fields.idsOf('users'), [], []],
    ['a colour that wants its mark', fields.hashColor, '68be5e', '#68BE5E'],
    ['a colour that wants none', fields.color, '#5BDBF6', '5BDBF6'],
    ['a preset', presets, 'all_active', 'all_active'],
    ['a preset with a status', presets, 'status_id=7', 'status_id=7'],
    ['ids in the place of a preset', presets, '7,8', [7, 8]],
    ['a number as text', fields.text, 7, '7'],
    ['a flag of the company', fields.setting, true, '1'],
    ['an object as text', fields.object, '{"days":true}', {days: true}],
    ['tags', fields.texts, ['a', 'b', 'a'], ['a', 'b']],
  ];
  for (const [what, field, value, wanted] of good) {
    it(`takes ${what}`, () => expect(valueFor('x', field, value)).to.deep.equal(wanted));
  }

  const bad: [string, fields.Field, JsonValue][] = [
    ['a word for a number', fields.decimal, 'many'],
    ['an empty text for a number', fields.decimal, ' '],
    ['a fraction for a whole number', fields.integer, 1.5],
    ['a day that is none', fields.date, '2026-02-30'],
    ['a day for a moment', fields.moment, '2026-01-31'],
    ['milliseconds for seconds', fields.seconds, 1_700_000_000_000],
    ['an unknown word', fields.oneOf('draft'), 'done'],
    ['an id of 0', fields.idOf('clients'), 0],
    ['names for ids', fields.idsOf('users'), 'Ann,Bob'],
    ['an object for a text', fields.text, {a: 1}],
    ['half a colour', fields.hashColor, '#68B'],
    ['an unknown preset', presets, 'some'],
    ['no ids for a preset', presets, []],
    ['yes for a flag', fields.flag, 'yes'],
  ];
  for (const [what, field, value] of bad) {
    it(`refuses ${what}, and names the field`, () =>
      expect(() => valueFor('the_field', field, value)).to.throw(Rejection, /^"the_field" has to be /));
  }

  it('does not show what is secret', () => {
    expect(() => valueFor('password', fields.secret, {hush: 'hush'})).to.throw('not what was given');
  });
});

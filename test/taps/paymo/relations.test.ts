import {readdirSync} from 'node:fs';
import {expect} from 'chai';
import {settingsSchema} from '../../../protocol/config/settings-schema.js';
import {FILTERS} from '../../../taps/paymo/filter-table.js';
import {RELATIONS, type Relation} from '../../../taps/paymo/relations.js';
import {lintSchema} from '../../support/schema-lint.js';

const {include} = settingsSchema(new URL('../../../schemas/paymo/', import.meta.url)).properties;
const all = Object.entries(RELATIONS).flatMap(([stream, relations]) =>
  Object.entries(relations).map(([name, relation]) => ({place: `${stream}.${name}`, stream, relation})),
);

function relationAt(stream: string, name: string): Relation | undefined {
  return RELATIONS[stream]?.[name];
}

describe('the relations of Paymo', () => {
  it('are what the setting `include` offers, apart from those of comments and their threads', () => {
    const offered = Object.entries(include?.properties ?? {}).map(([stream, {items}]) => [
      stream,
      items?.enum,
    ]);
    const known = Object.entries(RELATIONS).map(([stream, relations]) => [stream, Object.keys(relations)]);

    expect(offered).to.deep.equal(known.filter(([stream]) => stream !== 'threads' && stream !== 'comments'));
  });

  it('do not have the spellings that the documentation itself does not use', () => {
    expect(Object.keys(RELATIONS.project_templates ?? {})).to.deep.equal([
      'projecttemplatestasklists',
      'projecttemplatestasks',
    ]);
  });

  it('have comments of threads in the plural', () => {
    expect(Object.keys(RELATIONS.threads ?? {})).to.deep.equal(['comments']);
  });

  it('all have a schema, of a stream or of their own', () => {
    const bare = all.filter(({relation}) => relation.stream === undefined && relation.schema === undefined);

    expect(bare).to.deep.equal([]);
  });

  it('name streams that have a schema', () => {
    const schemas = readdirSync('schemas/paymo')
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.replace('.json', ''));
    const named = all.flatMap(({relation}) => relation.stream ?? []);

    expect(schemas).to.include.members(named);
  });

  for (const {place, relation} of all.filter(({relation}) => relation.schema !== undefined)) {
    it(`have a schema for ${place} that targets survive`, () => {
      expect(lintSchema('related', {...relation.schema, type: 'object'}, [])).to.deep.equal([]);
    });
  }

  it('know a separate way by filter for every list, or none', () => {
    const wrong = all.filter(
      ({relation: {many, separately}}) => many && separately !== undefined && !('param' in separately),
    );

    expect(wrong).to.deep.equal([]);
  });

  it('ask other lists only for what these can be filtered by', () => {
    const wrong = all.filter(({relation: {stream, separately}}) => {
      if (separately === undefined || !('param' in separately)) return false;
      const fields = FILTERS[stream ?? ''];
      return fields !== undefined && fields[separately.param.slice(0, -1)]?.sent.includes('=') !== true;
    });

    expect(wrong.map(({place}) => place)).to.deep.equal([]);
  });

  it('find children by the id of their parent', () => {
    expect(relationAt('tasks', 'entries')).to.deep.equal({
      many: true,
      stream: 'time_entries',
      separately: {path: 'entries', param: 'task_id='},
    });
  });

  it('find a parent by the field that names it', () => {
    expect(relationAt('projects', 'projectstatus')).to.deep.equal({
      many: false,
      stream: 'project_statuses',
      separately: {path: 'projectstatuses', key: 'status_id'},
    });
  });

  it('find the one thread of a task in a list', () => {
    expect(relationAt('tasks', 'thread'))
      .to.include({many: false, stream: undefined})
      .and.to.have.deep.property('separately', {path: 'threads', param: 'task_id='});
  });

  it('find lines of invoices by their invoice', () => {
    expect(relationAt('invoices', 'invoiceitems')?.separately).to.deep.equal({
      path: 'invoiceitems',
      param: 'invoice_id=',
    });
  });

  for (const [stream, name] of [
    ['project_statuses', 'projects'],
    ['users', 'comments'],
    ['reports', 'client'],
    ['tasks', 'client'],
  ] as const) {
    it(`know no separate way to ${name} of ${stream}, which nobody has documented`, () => {
      expect(relationAt(stream, name)).to.have.property('separately', undefined);
    });
  }
});

import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {RowFilter} from '../../protocol/rest/row-filter.js';
import type {DayFacts, FilterCheck} from '../../protocol/rest/service.js';
import {clients, DAY_FACTS, dayFacts, logs} from '../support/days.js';
import {readerOf} from '../support/reader.js';

const VERDICTS: Record<string, ReturnType<FilterCheck>> = {
  other: {contradicts: 'client_id'},
  another: {contradicts: 'job_id'},
  strange: 'unknown',
};

const check: FilterCheck = ({kind}) => VERDICTS[String(kind)];

async function filterOf(filters: Record<string, number>, facts: Partial<DayFacts> = {}) {
  const reader = readerOf(dayFacts('http://127.0.0.1:9', {}, {filters: {logs: filters}}));
  const filter = await RowFilter.make(reader, logs, {...DAY_FACTS, ...facts}, async () => []);
  const keeps = (kind: string): boolean => filter.wanted([{id: 1, kind}]).length === 1;
  return {filter, keeps, warnings: () => reader.log.at('warning')};
}

describe('Rows of a filtered stream', () => {
  it('are kept when they fit, without a word', async () => {
    const {keeps, filter, warnings} = await filterOf({client_id: 7}, {filterCheck: async () => check});

    expect(keeps('fitting')).to.equal(true);
    filter.tell();
    expect(warnings()).to.deep.equal([]);
  });

  it('are dropped when they contradict a filter, which is told once for each', async () => {
    const {keeps, warnings} = await filterOf({client_id: 7}, {filterCheck: async () => check});

    expect(['other', 'another', 'other'].map(keeps)).to.deep.equal([false, false, false]);
    expect(warnings()).to.deep.equal([
      'logs: The service ignores the filter client_id; it is applied to what it sends',
      'logs: The service ignores the filter job_id; it is applied to what it sends',
    ]);
  });

  it('are kept when it is not known whether they fit, and counted', async () => {
    const {keeps, filter, warnings} = await filterOf({client_id: 7}, {filterCheck: async () => check});

    expect(['strange', 'fitting', 'strange'].map(keeps)).to.deep.equal([true, true, true]);
    expect(warnings()).to.deep.equal([]);
    filter.tell();
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.match(/^logs: Of 2 rows it is not known/);
  });

  it('are left out when it is not known whether they fit, but seen that a filter is ignored', async () => {
    const {filter, keeps, warnings} = await filterOf({client_id: 7}, {filterCheck: async () => check});
    const rows = ['strange', 'fitting', 'other'].map((kind, id) => ({id, kind}));

    expect(filter.wanted(rows)).to.deep.equal([{id: 1, kind: 'fitting'}]);
    expect(keeps('strange')).to.equal(false);
    filter.tell();
    expect(warnings().at(-1)).to.match(/^logs: Of 2 rows it is not known .* left out$/);
  });

  it('are kept where nothing can be checked', async () => {
    const {keeps} = await filterOf({client_id: 7});

    expect(keeps('other')).to.equal(true);
  });

  it('are not even looked at where nothing is filtered', async () => {
    const {keeps} = await filterOf(
      {},
      {
        filterCheck: async () => {
          throw new Error('asked');
        },
      },
    );

    expect(keeps('other')).to.equal(true);
  });

  it('are checked with what the service tells of them', async () => {
    const asked: string[] = [];
    const rows: JsonObject[] = [{id: 3}];
    const reader = readerOf(dayFacts('http://127.0.0.1:9', {}, {filters: {logs: {client_id: 7}}}));
    const filterCheck: DayFacts['filterCheck'] = async (stream, ask) => {
      const known = await ask(clients);
      return (row) => (known.some(({id}) => id === row.id) ? undefined : {contradicts: `${stream}'s`});
    };

    const filter = await RowFilter.make(reader, logs, {...DAY_FACTS, filterCheck}, async (table) => {
      asked.push(table.name);
      return rows;
    });

    expect(filter.wanted([{id: 3}, {id: 4}])).to.deep.equal([{id: 3}]);
    expect(asked).to.deep.equal(['clients']);
  });
});

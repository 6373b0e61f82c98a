import {expect} from 'chai';
import {isObject} from '../../../protocol/core/json.js';
import {recordsOf} from '../../support/messages.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {accountOpener, logLines, propertiesIn, STREAMS} from './account.js';

describe('tap-paydirt, blanks and fields that nobody documented', () => {
  const open = accountOpener();

  it('takes an absent field for a blank one', async () => {
    const account = await open({blanks: 'absent'});

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('passes on what the service computes of timed logs, and whether projects are completed', async () => {
    const account = await open({timedValues: 'computed', projectsCompleted: true});

    const run = await account.sync('all');

    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    const completed = recordsOf(run.messages, 'projects').map((project) => project.completed);
    expect(completed).to.include(true).and.to.include(false);
  });

  it('drops fields of the documented streams that nobody has heard of, and counts them', async () => {
    const account = await open({unknownFields: true});

    const run = await account.sync(['clients', 'projects', 'jobs', 'time']);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['clients', 'projects', 'jobs', 'time'])).to.deep.equal([]);
    for (const [stream, count] of Object.entries({clients: 7, projects: 11, jobs: 23, time: 347})) {
      expect(run.stderr).to.match(new RegExp(`^${stream}: .*novelty \\(${count} times\\)`, 'm'));
    }
  });

  it('wants nothing but the id', async () => {
    const account = await open();

    const run = await account.sync('all');

    for (const stream of STREAMS) {
      const properties = propertiesIn(run, stream);
      for (const [name, property] of Object.entries(properties)) {
        const types = isObject(property) ? [property.type].flat() : [];
        expect(types.includes('null'), `${stream}.${name}`).to.equal(name !== 'id');
      }
    }
  });
});

import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import {listRows} from '../../protocol/rest/list-rows.js';
import {paymoService} from '../../taps/paymo/service.js';
import {type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {rejection, testClient} from '../support/client.js';

describe('all rows of a list', () => {
  let sandbox: PaymoSandbox;
  before(async () => {
    sandbox = await startPaymoSandbox({limits: false, size: {clients: 23, projects: 12, entries: 5}});
  });
  after(() => sandbox.stop());
  afterEach(() => sandbox.faults.clear());

  const rowsOf = (path: string, params: Record<string, number> = {}) => {
    const service = {...paymoService(sandbox.config, 'tests'), pageSize: 5};
    const {client, log} = testClient({baseUrl: sandbox.baseUrl, headers: service.headers});
    return listRows(client, service, {path, rootKeys: [path], params, stream: path}, log);
  };

  it('come once each, whatever the number of pages', async () => {
    const rows = await rowsOf('clients');

    expect(rows.map(({id}) => id)).to.have.members(sandbox.data.clients.map(({id}) => id));
    expect(sandbox.requests.filter(({route}) => route === 'clients').length).to.be.above(4);
  });

  it('come under the conditions that the service heeds', async () => {
    const client = Number(sandbox.data.projects[0]?.client_id);

    const rows = await rowsOf('projects', {'client_id=': client});

    expect(rows.length).to.be.above(0);
    expect(rows.map(({client_id}) => client_id)).to.satisfy((ids: unknown[]) =>
      ids.every((id) => id === client),
    );
  });

  it('are none only where the service says so', async () => {
    sandbox.faults.on({path: 'clients'}, {kind: 'no-root'});

    expect(await rejection(rowsOf('clients'))).to.be.instanceOf(DataError);
  });
});

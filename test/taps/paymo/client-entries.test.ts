import {expect} from 'chai';
import {entriesOfClients} from '../../../taps/paymo/client-entries.js';
import {LocalServers, sendJson, testClient} from '../../support/client.js';
import {RecordingLog} from '../../support/log.js';

const PROJECTS = [{id: 1, client_id: 7}, {id: 2, client_id: 8}, {id: 3}];

describe("A client's time entries", () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** Which of some projects' entries are taken for those of client 7, and what the log says. */
  async function taken(answer: (page: string) => {status?: number; body: object}) {
    const {url, requests} = await servers.start((request, response) => {
      const {status = 200, body} = answer(
        new URL(request.url ?? '', 'http://local').searchParams.get('page') ?? '',
      );
      sendJson(response, body, status);
    });
    const {client} = testClient({baseUrl: url, maxRetries: 0});
    const log = new RecordingLog();
    const keeps = await entriesOfClients(client, {'client_id=': 7}, log);
    const projects = [1, 2, 3, 4].filter((project_id) => keeps?.({project_id}) === true);
    return {projects, log, count: requests.length};
  }

  it('are all but those whose project is known to be of another client', async () => {
    const {projects, log} = await taken((page) => ({body: {projects: page === '0' ? PROJECTS : []}}));

    expect(projects).to.deep.equal([1, 3, 4]);
    expect(log.at('warning')).to.deep.equal([]);
  });

  it('are told the same where the service takes no notice of pages', async () => {
    const {projects, count} = await taken(() => ({body: {projects: PROJECTS}}));

    expect(projects).to.deep.equal([1, 3, 4]);
    expect(count).to.equal(2);
  });

  for (const status of [400, 404]) {
    it(`are told the same where a page beyond the last answers ${status}`, async () => {
      const {projects, log} = await taken((page) =>
        page === '0' ? {body: {projects: PROJECTS}} : {status, body: {message: 'No such page'}},
      );

      expect(projects).to.deep.equal([1, 3, 4]);
      expect(log.at('warning')).to.deep.equal([]);
    });
  }

  it("are left to Paymo's own filter, with a warning, where projects may not be seen", async () => {
    const {projects, log} = await taken(() => ({status: 403, body: {message: 'Denied'}}));

    expect(projects).to.deep.equal([1, 2, 3, 4]);
    expect(log.at('warning')).to.have.lengthOf(1);
  });

  it('are not looked at where no client is filtered by', async () => {
    const {client} = testClient({baseUrl: 'http://127.0.0.1:9'});

    expect(await entriesOfClients(client, {'user_id=': 1}, new RecordingLog())).to.equal(undefined);
  });
});

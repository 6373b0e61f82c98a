import {expect} from 'chai';
import {ConfigError, TapError, UsageError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {keyNames, whyNotAlone} from '../../protocol/rest/one-record.js';
import type {Tap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type PaydirtSandbox, startPaydirtSandbox} from '../sandbox/paydirt/index.js';
import {type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {type DirectOptions, direct} from '../support/direct.js';
import {messagesIn, recordsOf} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {selecting} from './executable.js';

const NOW = () => new Date('2024-11-20T10:00:00Z');
const UNLIMITED = {rate_limit: {requests: 100_000, seconds: 1}};
const SETTINGS = {
  paymo: {...UNLIMITED, include: {tasks: ['project', 'subtasks'], bookings: ['usertask']}},
  harvest: {...UNLIMITED, report_rate_limit: UNLIMITED.rate_limit},
  paydirt: {...UNLIMITED, start_date: '2024-10-01'},
};

describe('get', () => {
  let sandbox: PaymoSandbox;
  let harvestSandbox: HarvestSandbox;
  let paydirtSandbox: PaydirtSandbox;

  before(async () => {
    sandbox = await startPaymoSandbox({limits: false, now: NOW, size: {entries: 40, tasks: 20, projects: 5}});
    harvestSandbox = await startHarvestSandbox({
      limits: {general: false, reports: false},
      now: NOW,
      size: {timeEntries: 30, projects: 4},
    });
    paydirtSandbox = await startPaydirtSandbox({now: NOW});
  });

  after(() => Promise.all([sandbox, harvestSandbox, paydirtSandbox].map((one) => one.stop())));

  const configs = () => ({
    paymo: {...sandbox.config, ...SETTINGS.paymo},
    harvest: {...harvestSandbox.config, ...SETTINGS.harvest},
    paydirt: {...paydirtSandbox.config, ...SETTINGS.paydirt},
  });

  const get = (words: readonly string[], more: object = {}, options?: DirectOptions) =>
    direct(paymo, {...configs().paymo, ...more}, ['get', ...words], options);

  const recordIn = ({printed}: {printed: Buffer}) => JSON.parse(printed.toString()) as JsonObject;

  for (const [name, tap] of Object.entries({paymo, harvest, paydirt} satisfies Record<string, Tap>)) {
    it(`prints each record of tap-${name} exactly as a sync does`, async () => {
      const config = configs()[name as keyof typeof SETTINGS];
      const addressed = tap.streams.filter((one) => whyNotAlone(one) === undefined);
      const {stdout} = await runTap(name, {config, catalog: selecting(...addressed.map((one) => one.name))});
      const messages = messagesIn(stdout);

      const compared: string[] = [];
      for (const declaration of addressed) {
        const records = recordsOf(messages, declaration.name);
        for (const record of records.slice(-1)) {
          const key = keyNames(declaration).map((field) => String(record[field]));
          const got = await direct(tap, config, ['get', declaration.name, ...key]);
          expect(got.error?.message, declaration.name).to.equal(undefined);
          expect(got.printed.toString().split('\n'), declaration.name).to.have.lengthOf(2);
          expect(recordIn(got), declaration.name).to.deep.equal(record);
          compared.push(declaration.name);
        }
      }
      // Not all of them need have records, but most do.
      expect(new Set(compared).size).to.be.at.least(addressed.length - 2);
    }).timeout(60_000);
  }

  it('asks the service once, with what a sync asks for', async () => {
    const [task] = sandbox.data.tasks;
    sandbox.requests.length = 0;

    await get(['tasks', String(task?.id)]);

    expect(sandbox.requests.map(({url}) => decodeURIComponent(url))).to.deep.equal([
      `/api/tasks/${task?.id}?include=*,progress_status,project,subtasks`,
    ]);
  });

  it('prints the only object of a stream, with or without its key', async () => {
    const {id} = sandbox.data.company;

    const [bare, keyed, other] = [
      await get(['company']),
      await get(['company', String(id)]),
      await get(['company', '5']),
    ];

    expect(recordIn(bare).id).to.equal(id);
    expect(recordIn(keyed)).to.deep.equal(recordIn(bare));
    expect(other.error?.message).to.equal('Paymo has no company 5');
  });

  it('does not need the whole list of a key with zeros before it', async () => {
    const id = String(sandbox.data.clients[0]?.id);

    expect(recordIn(await get(['clients', `00${id}`])).id).to.equal(Number(id));
  });

  it('prints for people on a terminal', async () => {
    const id = String(sandbox.data.clients[0]?.id);

    const {printed} = await get(['clients', id], {}, {isTerminal: true});

    expect(printed.toString()).to.match(/^\{\n {2}"id": \d+,\n {2}"/);
  });

  it('prints the fields that a catalog selects', async () => {
    const id = String(sandbox.data.clients[0]?.id);
    const metadata = [
      {breadcrumb: [], metadata: {selected: true}},
      ...['email', 'address', 'phone'].map((field) => ({
        breadcrumb: ['properties', field],
        metadata: {selected: false},
      })),
    ];
    const catalog = {streams: [{tap_stream_id: 'clients', metadata}]};

    const record = recordIn(await get(['clients', id], {}, {catalog}));

    expect(record).to.include.keys('id', 'name').and.not.have.any.keys('email', 'address', 'phone');
  });

  it('says so where a catalog does not select the stream', async () => {
    const {error} = await get(['clients', '7'], {}, {catalog: selecting('tasks')});

    expect(error).to.be.instanceOf(ConfigError);
    expect(error?.message).to.equal(
      'The catalog does not select clients; select it there, or leave --catalog away',
    );
  });

  it('finds what the filters of the settings leave out', async () => {
    const id = String(sandbox.data.clients.find(({active}) => active === true)?.id);

    const {error} = await get(['clients', id], {filters: {clients: {active: false}}});

    expect(error).to.equal(undefined);
  });

  it('shows secrets only where the settings ask for them', async () => {
    const id = String(sandbox.data.invoices[0]?.id);

    const [hidden, shown] = [
      await get(['invoices', id]),
      await get(['invoices', id], {include_secrets: true}),
    ];

    expect(recordIn(hidden)).to.not.have.property('token');
    expect(recordIn(shown)).to.have.property('token');
  });

  it('knows a comment by what it is about', async () => {
    const {threads, comments} = sandbox.data;
    const thread = threads.find(({task_id}) => typeof task_id === 'number');
    const comment = comments.find(({thread_id}) => thread_id === thread?.id);

    const found = recordIn(await get(['task_comments', String(comment?.id)]));
    const {error} = await get(['discussion_comments', String(comment?.id)]);

    expect(found).to.include({id: comment?.id, task_id: thread?.task_id, project_id: thread?.project_id});
    expect(error?.message).to.equal(`Paymo has no discussion comment ${comment?.id}`);
  });

  it('says in a sentence that there is no such record', async () => {
    const {error, printed} = await get(['tasks', '5']);

    expect(error).to.be.instanceOf(TapError).and.not.instanceOf(UsageError);
    expect(error?.message).to.equal('Paymo has no task 5');
    expect(printed.length).to.equal(0);
  });

  it('says who may see what is refused', async () => {
    const handle = sandbox.faults.on(/invoices\/5/, {kind: 'status', status: 403});

    const {error} = await get(['invoices', '5']);

    handle.remove();
    expect(error?.message).to.match(/^GET \/api\/invoices\/5 answered 403.*administrators/);
  });

  const mistakes: [string[], RegExp][] = [
    [[], /Say what to get: get STREAM ID/],
    [['task', '7'], /tap-paymo has no stream "task"\. There are: .*\btasks\b/],
    [['tasks'], /Say which one: get tasks ID/],
    [['tasks', '7', '8'], /Unknown argument: 8/],
    [['tasks', 'seven'], /id of tasks is a whole number; "seven" is none/],
    [['tasks', '7/../8'], /is a whole number/],
    [['invoice_line_items', '7'], /come with those of invoices .* get invoices ID .* a sync reads them/],
    [['project_template_tasks', '7'], /come with those of project_templates/],
  ];
  for (const [words, sentence] of mistakes) {
    it(`asks nobody where it is told ${words.join(' ') || 'nothing'}`, async () => {
      sandbox.requests.length = 0;

      const {error} = await get(words);

      expect(error).to.be.instanceOf(UsageError);
      expect(error?.message).to.match(sentence);
      expect(sandbox.requests).to.deep.equal([]);
    });
  }

  for (const [stream, sentence] of [
    ['invoice_messages', /are listed below those of invoices/],
    ['report_time_team', /holds sums over stretches of days/],
    ['billable_rates', /Say which one: get billable_rates USER_ID ID/],
  ] as const) {
    it(`says how records of Harvest's ${stream} are had`, async () => {
      const {error} = await direct(harvest, configs().harvest, ['get', stream, '7']);

      expect(error).to.be.instanceOf(UsageError);
      expect(error?.message).to.match(sentence);
    });
  }

  it("says how Paydirt's time logs are had, and which table has no such row", async () => {
    const {paydirt: config} = configs();

    const [time, client] = [
      await direct(paydirt, config, ['get', 'time', '7']),
      await direct(paydirt, config, ['get', 'clients', '7']),
    ];

    expect(time.error?.message).to.match(/can only be asked for by days, which a sync does/);
    expect(client.error?.message).to.equal('Paydirt has no client 7');
  });
});

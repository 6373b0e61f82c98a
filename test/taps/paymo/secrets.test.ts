import {expect} from 'chai';
import type {Catalog} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import {type Fault, SECRETS} from '../../sandbox/paymo/index.js';
import {LocalServers} from '../../support/client.js';
import {selectingAll} from '../../support/conformance/catalogs.js';
import type {Run} from '../../support/conformance/subject.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {type Ended, runTap} from '../../support/process.js';
import {accountOpener, STREAMS} from './account.js';
import {UNLIMITED} from './sandbox.js';

/** Links that open a document for whoever has them: ordinary fields, as confidential as they are. */
const LINKS = new Set(['permalink', 'pdf_link', 'download_url']);
/** Relations whose objects have credentials of their own. */
const INCLUDE = {
  estimates: ['invoice'],
  invoice_payments: ['invoice'],
  clients: ['invoices'],
  projects: ['files'],
  expenses: ['user'],
  users: ['reports', 'expenses', 'files'],
};
const SMALL = {entries: 20, tasks: 20, projects: 5, comments: 12, files: 12, invoices: 6};

/** The fields of records in which a secret stands, as `stream.field.field`. */
function leaksIn(run: Run): string[] {
  const places = STREAMS.flatMap((stream) =>
    recordsOf(run.messages, stream).flatMap((record) => placesIn(record, stream)),
  );
  return [...new Set(places)].sort();
}

function placesIn(value: JsonValue | undefined, place: string): string[] {
  if (typeof value === 'string') return SECRETS.test(value) ? [place] : [];
  if (Array.isArray(value)) return value.flatMap((item) => placesIn(item, place));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    LINKS.has(name) ? [] : placesIn(member, `${place}.${name}`),
  );
}

/** The schemas that a run announced, as text. */
function schemasIn({messages}: Run): string {
  return JSON.stringify(messages.filter(({type}) => type === 'SCHEMA'));
}

/** Everything that discovery offers with these settings, selected. */
async function discovered(config: object): Promise<Catalog> {
  const {stdout, code, stderr} = await runTap('paymo', {args: ['--discover'], config});
  expect(code, stderr).to.equal(0);
  const catalog: Catalog = JSON.parse(stdout);
  return selectingAll(catalog);
}

describe('tap-paymo, credentials in the data', () => {
  const open = accountOpener();

  it('are not discovered', async () => {
    const catalog = JSON.stringify(await discovered({include: INCLUDE}));

    for (const name of ['op_stripe_secret_key', 'custom_smtp_port', 'user_hash', 'download_token', '"token"'])
      expect(catalog, name).to.not.include(name);
  });

  it('are not sent, nor told in a schema, a state or a log', async () => {
    const account = await open({size: SMALL});

    const run = await account.sync('all', {env: {LOGLEVEL: 'debug'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(leaksIn(run)).to.deep.equal([]);
    expect(schemasIn(run)).to.not.match(/op_stripe|custom_smtp|user_hash|download_token|"token"/);
    expect(run.stderr).to.not.match(SECRETS);
    expect(JSON.stringify(lastState(run.messages))).to.not.match(SECRETS);
  });

  it('are not sent in what is embedded either', async () => {
    const account = await open({size: SMALL});
    const config = {include: INCLUDE};

    const run = await account.sync('all', {config, catalog: await discovered(config)});

    expect(run.code, run.stderr).to.equal(0);
    expect(recordsOf(run.messages, 'estimates')[0]).to.include.keys('invoice');
    expect(leaksIn(run)).to.deep.equal([]);
  });

  it('are not sent where a catalog from other times selects them', async () => {
    const account = await open({size: SMALL});
    const catalog = await discovered({include_secrets: true, include: INCLUDE});
    expect(JSON.stringify(catalog)).to.include('op_stripe_secret_key');

    const run = await account.sync('all', {catalog, config: {include: INCLUDE}});

    expect(run.code, run.stderr).to.equal(0);
    expect(leaksIn(run)).to.deep.equal([]);
    expect(schemasIn(run)).to.not.match(/op_stripe|custom_smtp|user_hash|download_token|"token"/);
  });

  it('are sent, embedded ones too, with include_secrets, and still not logged', async () => {
    const account = await open({size: SMALL});
    const config = {include_secrets: true, include: INCLUDE};

    const run = await account.sync('all', {
      config,
      catalog: await discovered(config),
      env: {LOGLEVEL: 'debug'},
    });

    expect(run.code, run.stderr).to.equal(0);
    expect(leaksIn(run)).to.include.members([
      ...['company.custom_smtp_auth_type', 'company.op_stripe_secret_key', 'company.op_paypal_email'],
      ...['invoices.token', 'invoices.download_token', 'estimates.download_token', 'users.user_hash'],
      ...['expenses.download_token', 'reports.download_token', 'estimates.invoice.token'],
      ...['clients.invoices.download_token', 'users.files.token', 'users.expenses.download_token'],
      ...['expenses.user.user_hash', 'invoice_payments.invoice.token', 'users.reports.download_token'],
    ]);
    expect(run.stderr).to.not.match(SECRETS);
    expect(JSON.stringify(lastState(run.messages))).to.not.match(SECRETS);
  });

  it('have nothing to do with links, which are sent and not logged', async () => {
    const account = await open({size: SMALL});

    const run = await account.sync(['invoices', 'reports'], {env: {LOGLEVEL: 'debug'}});

    const [invoice] = recordsOf(run.messages, 'invoices');
    expect(invoice).to.include({
      permalink: account.data.invoices.find(({id}) => id === invoice?.id)?.permalink,
    });
    expect(run.stderr).to.not.match(/token=/);
  });
});

// Each way of writing it down looks different.
const KEY = 'sandbox-secret-Zq+w/x=y&z~ABCDEFGHIJKLMNOP';
const EMAIL = 'admin@example.com';

function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`${secret}:x`).toString('base64'),
    Buffer.from(`${EMAIL}:${secret}`).toString('base64'),
    Buffer.from(`${secret}:x`).toString('base64url'),
  ];
}

describe('tap-paymo, its own credentials', () => {
  const open = accountOpener();
  const servers = new LocalServers();
  afterEach(() => servers.stop());

  const said = formsOf(KEY).join(' and ');
  const elsewhere = `http://127.0.0.1:9/${encodeURIComponent(KEY)}?api_key=${encodeURIComponent(KEY)}`;
  const troubles: readonly [string, Fault][] = [
    ['a 401 that repeats them', {kind: 'status', status: 401, body: {text: said}}],
    ['a 403 that repeats them', {kind: 'status', status: 403, body: {text: JSON.stringify({message: said})}}],
    ['a 500 that repeats them', {kind: 'status', status: 500, body: {text: said}}],
    ['a redirect that repeats them', {kind: 'redirect', to: elsewhere}],
    ['a connection that breaks off', {kind: 'reset'}],
    ['an answer that is none', {kind: 'text', text: `{"users": "${KEY}`}],
  ];
  const logins: readonly [string, JsonObject][] = [
    ['api_key', {api_key: KEY}],
    ['password', {email: EMAIL, password: KEY}],
  ];

  for (const [name, login] of logins) {
    for (const [what, fault] of troubles) {
      it(`(${name}) are not shown after ${what}`, async () => {
        const account = await open({apiKey: KEY, password: KEY, size: SMALL});
        account.faults.on({}, fault);

        expectHidden(await failing({...login, base_url: account.baseUrl}));
      });
    }

    it(`(${name}) are not shown where nobody answers`, async () => {
      const {url, server} = await servers.start(() => undefined);
      server.close();

      expectHidden(await failing({...login, base_url: `${url}/api`}));
    });
  }

  it('are not shown in an ordinary run', async () => {
    const account = await open({apiKey: KEY, size: SMALL});

    const run = await account.sync(['clients', 'company'], {env: {LOGLEVEL: 'debug'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.match(/^DEBUG /m);
    for (const form of formsOf(KEY)) expect(run.stderr + run.stdout).to.not.include(form);
  });

  async function failing(config: JsonObject): Promise<Ended> {
    const ended = await runTap('paymo', {
      config: {rate_limit: {requests: 1000, seconds: 1}, max_retries: 0, ...config},
      env: {LOGLEVEL: 'debug'},
    });
    expect(ended.code, ended.stderr).to.equal(1);
    return ended;
  }

  function expectHidden({stdout, stderr}: Ended): void {
    expect(stderr).to.not.equal('');
    for (const form of formsOf(KEY)) expect(stderr + stdout).to.not.include(form);
    expect(stderr).to.not.include('ABCDEFGHIJKLMNOP');
  }
});

describe('source-paymo and fields that hold credentials', () => {
  const open = accountOpener();

  it('does not discover them, whatever the settings say, and tells that', async () => {
    const account = await open();
    const config = {...account.config, ...UNLIMITED, include_secrets: true};

    const {code, stdout} = await runTap('paymo', {verb: 'discover', config});

    const lines = stdout.trim().split('\n');
    expect(code).to.equal(0);
    expect(lines.filter((line) => line.includes('is for Singer alone and ignored here'))).to.have.length(1);
    expect(lines.at(-1))
      .to.match(/^\{"type":"CATALOG"/)
      .and.not.include('op_stripe_secret_key');
  });
});

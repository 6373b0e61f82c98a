import {expect} from 'chai';
import {fieldsOf, fixture} from './common/samples.js';
import {NOW} from './common/starter.js';
import {rowsAt, visitUrl} from './common/visitor.js';
import type {SandboxOptions, Table} from './paydirt/index.js';
import {ROOTS, TABLES} from './paydirt/index.js';
import {sandboxStarter} from './paydirt/starter.js';
import {rowsById, rowsOf, visit} from './paydirt/visitor.js';

describe('Paydirt sandbox', () => {
  const start = sandboxStarter();

  describe('authentication', () => {
    for (const [what, key] of [
      ['no key', null],
      ['another key', 'another'],
      ['an empty key', ''],
    ] as const) {
      it(`answers 401 to ${what}`, async () => {
        const sandbox = await start();

        const visits = await Promise.all(TABLES.map((path) => visit(sandbox, path, key)));

        expect(visits.map(({status}) => status)).to.deep.equal(TABLES.map(() => 401));
        expect(visits[0]?.json()).to.deep.equal({error: 'Unauthorized'});
      });
    }

    it('does not look at headers', async () => {
      const sandbox = await start();
      const key = sandbox.config.api_key;

      const basic = `Basic ${Buffer.from(`${key}:x`).toString('base64')}`;
      const visits = await Promise.all(
        [basic, `Bearer ${key}`].map((authorization) =>
          visitUrl(`${sandbox.baseUrl}/clients`, {authorization, 'x-api-key': key}),
        ),
      );

      expect(visits.map(({status}) => status)).to.deep.equal([401, 401]);
    });

    it('takes keys that have to be encoded', async () => {
      const sandbox = await start({apiKey: 'a+b/c=d e&f%20ü'});

      expect((await visit(sandbox, 'clients')).status).to.equal(200);
      expect(sandbox.requests[0]?.query.getAll('api_key')).to.deep.equal(['a+b/c=d e&f%20ü']);
    });

    it('answers 403 to everything for a user without full permissions', async () => {
      const sandbox = await start({fullPermissions: false});

      const visits = await Promise.all([...TABLES, 'clients/1234'].map((path) => visit(sandbox, path)));

      expect(new Set(visits.map(({status}) => status))).to.deep.equal(new Set([403]));
    });

    for (const [refusalBody, type, text] of [
      ['html', 'text/html; charset=utf-8', /^<!DOCTYPE html>/],
      ['empty', null, /^$/],
      ['json', 'application/json; charset=utf-8', /^\{"error"/],
    ] as const) {
      it(`refuses with a body that is ${refusalBody}`, async () => {
        const sandbox = await start({refusalBody});

        const refused = await visit(sandbox, 'clients', null);

        expect(refused.headers.get('content-type')).to.equal(type);
        expect(refused.text).to.match(text);
      });
    }
  });

  describe('routes', () => {
    for (const table of TABLES) {
      it(`lists ${table} and reads one of them`, async () => {
        const sandbox = await start();
        const {many, one} = ROOTS[table];
        const [first] = sandbox.truth(table);

        const all = (await visit(sandbox, table)).json();
        const single = (await visit(sandbox, `${table}/${first?.id}`)).json();

        expect(Object.keys(all)).to.deep.equal([many]);
        expect(await rowsById(sandbox, table)).to.deep.equal(sandbox.truth(table));
        expect(single).to.deep.equal({[one]: first});
      });

      it(`answers 422 to an id that is not among the ${table}`, async () => {
        const sandbox = await start();

        const visits = await Promise.all([visit(sandbox, `${table}/1`), visit(sandbox, `${table}/x`)]);

        expect(visits.map(({status}) => status)).to.deep.equal([422, 422]);
        expect(visits[0]?.json()).to.deep.equal({
          errors: [`The ${ROOTS[table].one} does not belong to your account`],
        });
      });
    }

    for (const path of [
      'invoices',
      'clients/',
      'clients.json',
      '../v2/clients',
      '../../clients',
      'jobs/1/time',
    ]) {
      it(`answers 404 with a page to ${path}`, async () => {
        const sandbox = await start();

        const {status, text} = await visit(sandbox, path);

        expect(status).to.equal(404);
        expect(text).to.contain('<html>');
      });
    }

    it('may not have users', async () => {
      const sandbox = await start({missing: ['users']});

      const visits = await Promise.all([visit(sandbox, 'users'), visit(sandbox, 'time')]);

      expect(visits.map(({status}) => status)).to.deep.equal([404, 200]);
    });
  });

  describe('envelopes', () => {
    const bodyOf = async (table: Table, options: SandboxOptions): Promise<unknown> =>
      JSON.parse((await visit(await start(options), table)).text);

    it('may have another root, or none', async () => {
      expect(await bodyOf('time', {roots: {time: 'time'}})).to.have.all.keys('time');
      expect(await bodyOf('jobs', {roots: {jobs: null}}))
        .to.be.an('array')
        .with.lengthOf(60);
      expect(await bodyOf('jobs', {rootless: ['jobs'], extraRoots: {jobs: {meta: 1}}})).to.deep.equal({
        meta: 1,
      });
    });

    it('may tell of pages', async () => {
      const sandbox = await start({
        extraRoots: {time: {meta: {total: 9999}}},
        listHeaders: {time: {Link: '<{url}&page=2>; rel="next"', 'X-Total': '9999'}},
      });

      const {headers, json} = await visit(sandbox, 'time');
      const clients = await visit(sandbox, 'clients');

      expect(json()).to.have.all.keys('time_logs', 'meta');
      expect(headers.get('x-total')).to.equal('9999');
      expect(headers.get('link')).to.contain(`<${sandbox.url}${sandbox.requests[0]?.url}&page=2>`);
      expect(clients.headers.get('x-total')).to.equal(null);
    });

    it('cuts lists off without a word, always the same rows', async () => {
      const sandbox = await start({cap: {time: 100, clients: 5}});
      const ids = async (path: string): Promise<unknown[]> => (await rowsOf(sandbox, path)).map(({id}) => id);

      const [first, second] = [await ids('time'), await ids('time')];

      expect(first).to.have.lengthOf(100);
      expect(second).to.have.members(first);
      expect(await ids('clients')).to.have.lengthOf(5);
      expect(await ids('jobs')).to.have.lengthOf(60);
    });
  });

  it('lists rows in another order every time, unless told otherwise', async () => {
    const sandbox = await start();
    const ids = async (): Promise<unknown[]> => (await rowsOf(sandbox, 'jobs')).map(({id}) => id);

    const [first, second] = [await ids(), await ids()];
    sandbox.behave({order: 'ascending'});
    const third = await ids();

    expect(second).to.have.members(first).but.not.to.deep.equal(first);
    expect(third).to.deep.equal(sandbox.truth('jobs').map(({id}) => id));
  });

  for (const table of ['clients', 'projects', 'jobs', 'time'] as const) {
    it(`has the fields of the official sample of ${table}, in its order`, async () => {
      const sandbox = await start();
      const root = ROOTS[table].many;
      const [sample] = rowsAt(fixture('paydirt', table), root);

      const body = (await visit(sandbox, table)).json();

      for (const row of rowsAt(body, root)) expect(Object.keys(row)).to.deep.equal(Object.keys(sample ?? {}));
      const fields = fieldsOf(body);
      for (const [place, types] of fieldsOf(fixture('paydirt', table))) {
        expect([...(fields.get(place) ?? [])], place).to.include.members([...types]);
      }
    });
  }

  it('dates its answers by its own clock, and logs what was asked', async () => {
    const sandbox = await start();

    const {headers} = await visit(sandbox, 'time?start=2026-01-01');

    expect(headers.get('date')).to.equal(NOW.toUTCString());
    expect(
      sandbox.requests.map(({method, route, status, url}) => [method, route, status, url]),
    ).to.deep.equal([
      ['GET', 'time', 200, `/api/v1/time?start=2026-01-01&api_key=${sandbox.config.api_key}`],
    ]);
  });

  it('compresses when set to', async () => {
    const sandbox = await start({gzip: true});

    const {headers, json} = await visit(sandbox, 'clients');

    expect(headers.get('content-encoding')).to.equal('gzip');
    expect(rowsAt(json(), 'clients')).to.have.lengthOf(12);
  });
});

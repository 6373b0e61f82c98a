import {expect} from 'chai';
import {about, settingsTable, streamsTable} from '../../protocol/cli/about.js';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import {packageVersion} from '../../protocol/package-facts.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';

const settings = Object.keys(settingsSchema(harvest.schemas).properties);
const streams = streamsOfTap(harvest);

describe('about, as JSON', () => {
  const facts = JSON.parse(about(harvest, 'json'));

  it('has the members that the Meltano SDK prints', () => {
    expect(facts).to.have.all.keys(
      'name',
      'description',
      'version',
      'sdk_version',
      'supported_python_versions',
      'capabilities',
      'settings',
    );
    expect(facts).to.include({name: 'tap-harvest', version: packageVersion()});
    expect(facts.supported_python_versions).to.deep.equal([]);
  });

  it('uses the words for abilities that orchestrators know', () => {
    expect(facts.capabilities)
      .to.include.members(['about', 'discover', 'catalog', 'state', 'test', 'structured-logging'])
      .and.to.be.an('array')
      .that.has.lengthOf(new Set(facts.capabilities).size);
  });

  it('describes every setting in one JSON Schema', () => {
    expect(facts.settings).to.include({type: 'object'}).and.to.have.property('$schema');
    expect(Object.keys(facts.settings.properties)).to.have.members(settings);
    expect(facts.settings.required).to.deep.equal([]);
    expect(JSON.parse(about(paydirt, 'json')).settings.required).to.deep.equal(['api_key']);
    for (const setting of Object.values<Record<string, unknown>>(facts.settings.properties)) {
      expect(setting).to.include.keys('type', 'description');
    }
  });

  it('marks secrets in both ways, and only them', () => {
    const {access_token, client_secret, refresh_token, ...others} = facts.settings.properties;

    for (const setting of [access_token, client_secret, refresh_token])
      expect(setting).to.include({secret: true, writeOnly: true});
    for (const setting of Object.values(others)) expect(setting).not.to.have.any.keys('secret', 'writeOnly');
  });

  it('keeps marks of other protocols to itself', () => {
    expect(about(harvest, 'json')).not.to.match(/airbyte/i);
  });

  it('has its lines short enough for readers that go line by line', () => {
    const lengths = about(harvest, 'json')
      .split('\n')
      .map((line) => line.length);

    expect(Math.max(...lengths)).to.be.below(60_000);
  });
});

describe('about, for people', () => {
  it('tells name, version, settings and streams as text', () => {
    const text = about(harvest, 'text');

    expect(text).to.include(`tap-harvest ${packageVersion()}`);
    for (const name of [...settings, ...streams.map((stream) => stream.name)]) expect(text).to.include(name);
  });

  it('is a Markdown page with one table of settings and one of streams', () => {
    const page = about(harvest, 'markdown');

    expect(page).to.match(/^# tap-harvest\n/);
    expect(page).to.include(settingsTable(harvest)).and.to.include(streamsTable(harvest));
  });

  for (const [what, table, rows] of [
    ['settings', settingsTable(harvest), settings],
    ['streams', streamsTable(harvest), streams.map((stream) => stream.name)],
  ] as const) {
    it(`has a row for each of the ${what}, with as many cells as the head`, () => {
      const [head = '', rule = '', ...body] = table.split('\n');
      const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;

      expect(body.map((line) => /^\| `(\w+)`/.exec(line)?.[1])).to.deep.equal([...rows]);
      expect(new Set([head, rule, ...body].map(cells)).size).to.equal(1);
    });
  }

  it('says which settings are required and what others are by default', () => {
    const table = settingsTable(harvest);

    expect(settingsTable(paydirt)).to.match(/^\| `api_key` \| string \| required \|/m);
    expect(table).to.match(/^\| `page_size` \| integer \| 2000 \|/m);
    expect(table).to.match(/^\| `strict` \| boolean \| false \|/m);
    expect(table).to.match(/^\| `report_window` \| day, week, month \| month \|/m);
  });

  it('says how a stream is read, by which key, and whether it is read by default', () => {
    const rowOf = (name: string) =>
      streamsTable(harvest)
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\``)) ?? '';

    expect(rowOf('time_entries')).to.include('`updated_at`').and.include('`id`').and.not.include('(off)');
    expect(rowOf('company')).to.include('full table');
    expect(rowOf('invoice_payments')).to.include('`invoices`');
    expect(rowOf('report_time_team')).to.include('(off)');
  });
});

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import type {JsonObject} from '../../protocol/core/json.js';

describe('The schema of a config', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  function schemaFor(own: JsonObject) {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(own));
    return settingsSchema(pathToFileURL(`${folder}/`));
  }

  const all = () => Object.keys(schemaFor({}).properties);
  const size = {type: 'integer', default: 7};

  it('holds the settings of a tap, then those that all taps share', () => {
    const names = Object.keys(schemaFor({properties: {size}}).properties);

    expect(names).to.deep.equal(['size', ...all()]);
    expect(names).to.include.members(['start_date', 'lookback_window', 'strict']);
  });

  it('holds a tap’s own form of a shared setting, and no other', () => {
    expect(schemaFor({properties: {start_date: size}}).properties.start_date).to.deep.equal(size);
  });

  it('is without the shared settings that mean nothing to a tap', () => {
    const schema = schemaFor({without: ['lookback_window', 'strict'], properties: {size}});

    expect(Object.keys(schema.properties)).to.have.members([
      'size',
      ...all().filter((name) => name !== 'lookback_window' && name !== 'strict'),
    ]);
  });

  it('does not show what it is without', () => {
    expect(schemaFor({without: ['strict']})).to.not.have.property('without');
  });

  it('keeps a setting of the tap’s own, whatever else it is without', () => {
    const schema = schemaFor({without: ['strict'], properties: {strict: size}});

    expect(schema.properties.strict).to.deep.equal(size);
  });

  it('keeps what else a tap says of its config', () => {
    const schema = schemaFor({
      title: 'tap-acme',
      required: ['size'],
      without: ['strict'],
      properties: {size},
    });

    expect(schema).to.include({title: 'tap-acme', type: 'object'});
    expect(schema.required).to.deep.equal(['size']);
  });

  it('holds the settings of a target, those that all targets share, and those of the taps that concern it', () => {
    const schema = schemaFor({kind: 'target', properties: {size, rejects_path: size}});

    expect(Object.keys(schema.properties)).to.have.ordered.members([
      'size',
      'rejects_path',
      'ledger_path',
      'on_reject',
      'max_rejects',
      'rate_limit',
      'connect_timeout',
      'request_timeout',
      'max_retries',
      'max_wait',
      'max_response_bytes',
      'user_agent',
    ]);
    expect(schema.properties.rejects_path).to.deep.equal(size);
    expect(schema).to.not.have.any.keys('kind', 'takes');
  });
});

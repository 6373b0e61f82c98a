import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import {readMarks} from '../../protocol/core/marks.js';
import type {RecordSchema} from '../../protocol/core/schema.js';
import {compileShape} from '../../protocol/core/shape.js';
import {isDate} from '../support/protocol-lint.js';
import {lintSchemaFile} from '../support/schema-lint.js';
import {fullTable, whole} from '../support/streams.js';

const schemaFolder = path.join(process.cwd(), 'schemas/paydirt');
const fixtureFolder = path.join(process.cwd(), 'test/fixtures/paydirt');

/** The name of the list in each stored response. */
const SAMPLES: Record<string, string> = {
  clients: 'clients',
  projects: 'projects',
  jobs: 'jobs',
  time: 'time_logs',
};

describe('the schemas of Paydirt', () => {
  it('are there for every stream, and for no other', () => {
    const names = namesIn(schemaFolder).filter((name) => name !== 'config');

    expect(names).to.have.members([...Object.keys(SAMPLES), 'users']);
  });

  it('are tried on every stored response', () => {
    expect(namesIn(fixtureFolder)).to.have.members(Object.keys(SAMPLES));
  });

  it('mark every decimal, which is text without a format', () => {
    const marked = [...Object.keys(SAMPLES), 'users'].flatMap((stream) =>
      Object.entries(readSchema(stream).properties)
        .filter(([, property]) => 'decimal' in property)
        .map(([name]) => `${stream}.${name}`),
    );

    expect(marked).to.have.members([
      'clients.hourly_rate',
      'clients.invoicing_threshold',
      'jobs.price',
      'jobs.unbilled_fixed_value',
      'time.hourly_rate',
      'time.value',
    ]);
  });

  it('know nothing of users but that they have ids', () => {
    expect(readSchema('users').properties).to.deep.equal({id: {type: 'integer'}});
  });

  for (const stream of [...Object.keys(SAMPLES), 'users']) {
    it(`keep to the dialect that targets survive: ${stream}`, () => {
      expect(lintSchemaFile(stream, readSchema(stream), ['id'])).to.deep.equal([]);
    });
  }

  for (const [stream, root] of Object.entries(SAMPLES)) {
    it(`admit the sample of ${stream}, with every field of it`, () => {
      const {schema, rules} = readMarks(readSchema(stream), false);
      const told: string[] = [];
      const shape = compileShape(whole(fullTable(stream, {schema, rules})), {
        unknown: (field) => told.push(field),
        nulled: (field) => told.push(field),
      });
      const validate = new Ajv({strict: true, formats: {date: isDate, 'date-time': true}}).compile(schema);

      const [row] = rowsOf(stream, root);
      const record = shape(row ?? {});

      expect(told).to.deep.equal([]);
      expect(validate(record), JSON.stringify(validate.errors)).to.equal(true);
    });
  }

  it('make one form of the decimals of the samples, whether text or number', () => {
    const {schema, rules} = readMarks(readSchema('clients'), false);
    const shape = compileShape(whole(fullTable('clients', {schema, rules})), {
      unknown: () => undefined,
      nulled: () => undefined,
    });
    const [row] = rowsOf('clients', 'clients');

    expect(row).to.deep.include({hourly_rate: '85.0', invoicing_threshold: 1000});
    expect(shape(row ?? {})).to.deep.include({hourly_rate: '85', invoicing_threshold: '1000'});
  });
});

function namesIn(folder: string): string[] {
  return readdirSync(folder).map((file) => path.basename(file, '.json'));
}

function readSchema(stream: string): RecordSchema {
  return JSON.parse(readFileSync(path.join(schemaFolder, `${stream}.json`), 'utf8')) as RecordSchema;
}

function rowsOf(stream: string, root: string): JsonObject[] {
  const body = JSON.parse(readFileSync(path.join(fixtureFolder, `${stream}.json`), 'utf8')) as JsonValue;
  const rows = isObject(body) ? body[root] : undefined;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

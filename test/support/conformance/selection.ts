import {expect} from 'chai';
import type {Catalog, CatalogMetadata} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import type {PropertySchema} from '../../../protocol/core/schema.js';
import {recordsOf} from '../messages.js';
import {breadcrumbsOf, metadataAt, selecting, withoutFields} from './catalogs.js';
import {differences} from './compare.js';
import {expectGood, type Run, type Subject, streamsIn} from './subject.js';

/** What is not selected does not appear, at any depth; keys do. */
export function describeSelection(subject: Subject): void {
  it('prints nothing of deselected streams, and all of the others', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();
    const chosen = subject.catalog.streams.filter((_, index) => index % 3 === 1);
    const names = chosen.map(({tap_stream_id}) => tap_stream_id);

    const run = await subject.run(sandbox, {
      catalog: selecting(subject.everything, ({tap_stream_id}) => names.includes(tap_stream_id)),
    });

    expectGood(run);
    expect(streamsIn(run.messages)).to.have.members(names);
    expect(differences(subject.held(run.messages), pick(truth, names), subject.keys)).to.deep.equal([]);
  });

  it('reads a deselected parent for the sake of its children, but prints nothing of it', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();
    const children = subject.catalog.streams.filter(
      (entry) => metadataAt(entry, [])['parent-tap-stream-id'] !== undefined,
    );
    const names = children.map(({tap_stream_id}) => tap_stream_id);

    const run = await subject.run(sandbox, {
      catalog: selecting(subject.everything, ({tap_stream_id}) => names.includes(tap_stream_id)),
    });

    expectGood(run);
    expect(streamsIn(run.messages)).to.have.members(names);
    expect(differences(subject.held(run.messages), pick(truth, names), subject.keys)).to.deep.equal([]);
  });

  it('prints keys and replication keys when everything else is deselected', async () => {
    const sandbox = await subject.sandbox();
    const catalog = withoutFields(subject.catalog, () => true);

    const run = await subject.run(sandbox, {catalog});

    expectGood(run);
    for (const entry of subject.catalog.streams) {
      const {tap_stream_id: stream, key_properties, replication_key} = entry;
      const automatic = new Set([
        ...key_properties,
        ...(replication_key === undefined ? [] : [replication_key]),
      ]);
      const named = Object.keys(entry.schema.properties ?? {});
      for (const record of recordsOf(run.messages, stream)) {
        const fields = Object.keys(record).filter((name) => !subject.isOpen(stream) || named.includes(name));
        expect(new Set(fields), stream).to.deep.equal(automatic);
      }
    }
  });

  for (const remainder of [0, 1]) {
    it(`drops deselected fields at every depth, in schemas and records alike (part ${remainder + 1})`, async () => {
      const sandbox = await subject.sandbox();
      const unwanted = everySecond(subject.catalog, remainder);

      const run = await subject.run(sandbox, {
        catalog: withoutFields(subject.catalog, (item) => unwanted.has(item)),
      });

      expectGood(run);
      for (const entry of subject.catalog.streams) {
        const dropped = entry.metadata.filter((item) => unwanted.has(item)).map((item) => item.breadcrumb);
        const expected = breadcrumbsOf(entry.schema)
          .map(pathOf)
          .filter(
            (path) => !dropped.map(pathOf).some((gone) => path === gone || path.startsWith(`${gone}.`)),
          );
        const named = new Set(breadcrumbsOf(entry.schema).map(pathOf));
        const announced = schemaPaths(run, entry.tap_stream_id).filter(
          (path) => !subject.isOpen(entry.tap_stream_id) || named.has(path),
        );
        expect(announced, entry.tap_stream_id).to.have.members(expected);
        const open = openObjects(entry.schema);
        const found = new Set(
          recordsOf(run.messages, entry.tap_stream_id).flatMap((record) => pathsIn(record)),
        );
        const surplus = [...found].filter(
          (path) =>
            !expected.includes(path) &&
            !open.some((place) => path.startsWith(`${place}.`)) &&
            !(subject.isOpen(entry.tap_stream_id) && !named.has(path)),
        );
        expect(surplus, entry.tap_stream_id).to.deep.equal([]);
      }
    });
  }
}

function pick(truth: Awaited<ReturnType<Subject['first']>>['truth'], names: readonly string[]) {
  return Object.fromEntries(Object.entries(truth).filter(([stream]) => names.includes(stream)));
}

/** Every second field that can be deselected: nested ones in one part, those at the top in turn. */
function everySecond(catalog: Catalog, remainder: number): Set<CatalogMetadata> {
  const fields = catalog.streams.flatMap(({metadata}) =>
    metadata.filter((item) => item.breadcrumb.length > 0 && item.metadata.inclusion !== 'automatic'),
  );
  return new Set(fields.filter((_, index) => index % 2 === remainder));
}

/** A breadcrumb without the words `properties` and `items`, dots between. */
function pathOf(breadcrumb: readonly string[]): string {
  const names: string[] = [];
  for (let at = 0; at < breadcrumb.length; at++) {
    if (breadcrumb[at] === 'items') continue;
    // The word `properties` is followed by a name, whatever that name is.
    names.push(breadcrumb[at + 1] ?? '');
    at++;
  }
  return names.join('.');
}

/** The paths of objects of which the schema names no members, so that they come as they are. */
function openObjects(schema: PropertySchema): string[] {
  return breadcrumbsOf(schema).flatMap((breadcrumb) => {
    const property = breadcrumb.reduce<PropertySchema | undefined>(
      (above, step) =>
        step === 'properties' ? above : step === 'items' ? above?.items : above?.properties?.[step],
      schema,
    );
    const isOpen = property?.properties !== undefined && Object.keys(property.properties).length === 0;
    return isOpen ? [pathOf(breadcrumb)] : [];
  });
}

function schemaPaths(run: Run, stream: string): string[] {
  const schema = run.messages.find(
    (message) => message.type === 'SCHEMA' && message.stream === stream,
  )?.schema;
  return isSchema(schema) ? breadcrumbsOf(schema).map(pathOf) : [];
}

function isSchema(value: unknown): value is PropertySchema {
  return isObject(value) && 'properties' in value;
}

/** The paths of all members of a record, also inside objects and lists of objects. */
function pathsIn(value: JsonObject, above = ''): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const path = `${above}${name}`;
    const below = (Array.isArray(member) ? member : [member]).filter(isObject);
    return [path, ...below.flatMap((one) => pathsIn(one, `${path}.`))];
  });
}

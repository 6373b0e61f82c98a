import {isObject, type JsonObject} from '../../protocol/core/json.js';

const keywords = new Set(['type', 'description', 'format', 'properties', 'items']);
const scalarTypes = new Set<unknown>(['boolean', 'integer', 'number', 'string']);
const jsonTypes = new Set<unknown>(['null', 'object', 'array', ...scalarTypes]);
const formats = new Set<unknown>(['date', 'date-time']);

/**
 * JSON Schema words that code walking a catalog mistakes for the keyword when a property has that name. `type` would
 * be one, but too many services have a field of that name for any such code to be left that falls for it.
 */
const misleadingNames = new Set(['properties', 'items', 'anyOf']);

/**
 * What keeps a stream's schema from loading with every common target, as sentences; none when all is well.
 * The dialect is small: a type everywhere, null allowed everywhere but in keys, and no constraints, because a
 * target refuses the record that breaks one.
 */
export function lintSchema(streamName: string, schema: unknown, keyProperties: readonly string[]): string[] {
  return [...streamProblems(streamName, schema, keyProperties)];
}

/**
 * The same for a schema as its file has it: there a stream's property, its keys apart, may say `"secret": true`,
 * `"decimal": true` (of text) or `"milliseconds": true` (of moments),
 * which what is emitted does not repeat.
 */
export function lintSchemaFile(
  streamName: string,
  file: unknown,
  keyProperties: readonly string[],
): string[] {
  const problems: string[] = [];
  const unmarked = withoutMarks(file, (name, mark, value, property) => {
    if (value !== true)
      problems.push(`${streamName}.${name} is marked as ${mark} by something else than true.`);
    if (keyProperties.includes(name)) problems.push(`${streamName}.${name} is a key and can't be ${mark}.`);
    if (!MARKS[mark]?.(property)) problems.push(`${streamName}.${name} can't be ${mark} with its type.`);
  });
  return [...problems, ...lintSchema(streamName, unmarked, keyProperties)];
}

/** The marks of properties, and which properties can have them. */
const MARKS: Record<string, (property: JsonObject) => boolean> = {
  secret: () => true,
  decimal: ({type, format}) => JSON.stringify(type) === '["null","string"]' && format === undefined,
  milliseconds: ({format}) => format === 'date-time',
};

/** A copy of a schema without the marks of its own properties; deeper ones stay, to be found. */
function withoutMarks(
  schema: unknown,
  tell: (name: string, mark: string, value: unknown, property: JsonObject) => void,
): unknown {
  if (!isObject(schema) || !isObject(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    if (!isObject(property)) return [name, property] as const;
    const kept = Object.entries(property).filter(([mark, value]) => {
      if (!Object.hasOwn(MARKS, mark)) return true;
      tell(name, mark, value, property);
      return false;
    });
    return [name, Object.fromEntries(kept)] as const;
  });
  return {...schema, properties: Object.fromEntries(properties)};
}

function* streamProblems(
  stream: string,
  schema: unknown,
  keyProperties: readonly string[],
): Generator<string> {
  if (!isPlainName(stream)) yield `${stream} is not a plain name for a stream.`;
  if (!isObject(schema)) {
    yield `${stream} is not a schema.`;
    return;
  }
  yield* keywordProblems(stream, schema);
  if (schema.type !== 'object') yield `${stream} is not of type "object".`;
  yield* contentProblems(stream, schema, ['object'], keyProperties);
  for (const key of keyProperties) {
    if (!isObject(schema.properties) || !Object.hasOwn(schema.properties, key)) {
      yield `${stream} lacks its key property ${key}.`;
    }
  }
}

function* propertiesProblems(
  path: string,
  properties: JsonObject,
  keyProperties: readonly string[],
): Generator<string> {
  const spellings = new Map<string, string>();
  for (const [name, property] of Object.entries(properties)) {
    const here = `${path}.${name}`;
    const folded = name.toLowerCase();
    const twin = spellings.get(folded);
    spellings.set(folded, name);
    if (!isPlainName(name)) yield `${here} is not a plain name for a property.`;
    if (twin !== undefined) yield `${here} differs from ${twin} only in case.`;
    if (folded.startsWith('_sdc_')) yield `${here} starts with _sdc_, as only a target's own columns do.`;
    if (misleadingNames.has(name)) yield `${here} has the name of a JSON Schema keyword.`;
    yield* propertyProblems(here, property, keyProperties.includes(name));
  }
}

function* propertyProblems(path: string, schema: unknown, isKey: boolean): Generator<string> {
  if (!isObject(schema)) {
    yield `${path} is not a schema.`;
    return;
  }
  yield* keywordProblems(path, schema);
  if (schema.type === undefined) {
    yield `${path} has no type.`;
    return;
  }
  const types: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  for (const type of types) {
    if (!jsonTypes.has(type)) yield `${path} has the unknown type ${JSON.stringify(type)}.`;
  }
  const choices = types.filter((type) => type !== 'null');
  if (choices.length > 1) yield `${path} has more than one type besides null.`;
  if (choices.length === 0) yield `${path} has no type besides null.`;
  if (!isKey && !types.includes('null')) yield `${path} does not allow null.`;
  if (isKey && !scalarTypes.has(schema.type)) yield `${path} is a key and needs one plain scalar type.`;
  yield* contentProblems(path, schema, types, []);
}

/** Problems with what a type brings along: properties, items, format. */
function* contentProblems(
  path: string,
  schema: JsonObject,
  types: readonly unknown[],
  keyProperties: readonly string[],
): Generator<string> {
  if (isObject(schema.properties)) {
    yield* propertiesProblems(path, schema.properties, keyProperties);
  } else if (types.includes('object') || schema.properties !== undefined) {
    yield `${path} has no map of properties.`;
  }
  if (schema.properties !== undefined && !types.includes('object')) {
    yield `${path} has properties without being an object.`;
  }
  if (schema.items !== undefined) {
    yield* propertyProblems(`${path}[]`, schema.items, false);
    if (!types.includes('array')) yield `${path} has items without being an array.`;
  } else if (types.includes('array')) {
    yield `${path} has no items.`;
  }
  if (schema.format !== undefined) {
    if (!formats.has(schema.format)) yield `${path} has the unsafe format ${JSON.stringify(schema.format)}.`;
    if (!types.includes('string')) yield `${path} has a format without being a string.`;
  }
}

function* keywordProblems(path: string, schema: JsonObject): Generator<string> {
  for (const keyword of Object.keys(schema)) {
    if (!keywords.has(keyword)) yield `${path} uses ${keyword}, which not every target survives.`;
  }
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

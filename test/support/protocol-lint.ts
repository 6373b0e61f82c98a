import {Ajv, type ValidateFunction} from 'ajv';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import {type Message, statesIn} from './messages.js';

export interface LintOptions {
  /** The state that the run was given. */
  readonly stateBefore?: JsonObject | undefined;
  /** The run was cut off, so that it need not end with a STATE. */
  readonly isCutOff?: boolean | undefined;
}

/** What every message must have and may have besides `type`. */
const MEMBERS: Record<string, {must: readonly string[]; may: readonly string[]}> = {
  SCHEMA: {must: ['stream', 'schema', 'key_properties'], may: ['bookmark_properties']},
  RECORD: {must: ['stream', 'record', 'time_extracted'], may: ['version']},
  STATE: {must: ['value'], may: []},
  ACTIVATE_VERSION: {must: ['stream', 'version'], may: []},
};

const MOST = 25;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What a stream's schema said, and what its records have shown so far. */
interface Seen {
  readonly keys: readonly string[];
  readonly schema: JsonObject;
  readonly validate: ValidateFunction;
  readonly ids: Set<string>;
  readonly widths: Set<number>;
}

/** What is wrong with a run's messages, as sentences, the first few; none when every target would take them. */
export function lintProtocol(messages: readonly Message[], options: LintOptions = {}): string[] {
  const problems = [
    ...messages.flatMap(shapeProblems),
    ...streamProblems(messages),
    ...stateProblems(messages, options),
  ];
  return [...new Set(problems)].slice(0, MOST);
}

function shapeProblems(message: Message): string[] {
  const members = MEMBERS[message.type];
  if (members === undefined) return [`${message.type} is no type of message`];
  const names = Object.keys(message).filter((name) => name !== 'type');
  return [
    ...members.must
      .filter((name) => message[name] === undefined)
      .map((name) => `${message.type} lacks ${name}`),
    ...names
      .filter((name) => !members.must.includes(name) && !members.may.includes(name))
      .map((name) => `${message.type} has ${name}, which is none of its members`),
  ];
}

function* streamProblems(messages: readonly Message[]): Generator<string> {
  const streams = new Map<string, Seen>();
  const ajv = new Ajv({strict: true, allErrors: true, formats: {date: isDate, 'date-time': isTimestamp}});
  for (const message of messages) {
    if (message.type === 'STATE') continue;
    const stream = String(message.stream);
    const seen = streams.get(stream);
    if (message.type !== 'SCHEMA') {
      if (seen === undefined) yield `${message.type} of ${stream} comes before its SCHEMA`;
      else if (message.type === 'RECORD') yield* recordProblems(stream, message, seen);
    } else if (seen !== undefined) {
      yield `${stream} has two SCHEMA messages`;
    } else if (isObject(message.schema)) {
      const keys = textsIn(message.key_properties);
      const names = propertiesOf(message.schema);
      for (const name of [...keys, ...textsIn(message.bookmark_properties)]) {
        if (names?.[name] === undefined) yield `${stream} lacks ${name}, which its SCHEMA names`;
      }
      const {schema} = message;
      streams.set(stream, {keys, schema, validate: ajv.compile(schema), ids: new Set(), widths: new Set()});
    }
  }
  for (const [stream, {widths}] of streams) {
    if (widths.size > 1) yield `${stream} has timestamps of several widths`;
  }
}

function* recordProblems(stream: string, message: Message, seen: Seen): Generator<string> {
  const {record} = message;
  if (!isObject(record)) {
    yield `${stream} has a record that is no object`;
    return;
  }
  if (typeof message.time_extracted !== 'string' || !TIMESTAMP.test(message.time_extracted)) {
    yield `${stream} has the time_extracted ${JSON.stringify(message.time_extracted)}`;
  }
  const values = seen.keys.map((key) => record[key] ?? null);
  if (values.includes(null)) yield `${stream} has a record without its key`;
  const id = JSON.stringify(values);
  if (seen.ids.has(id)) yield `${stream} sends ${id} twice`;
  seen.ids.add(id);
  yield* valueProblems(stream, record, seen.schema, seen.widths);
  if (!seen.validate(record)) {
    yield* (seen.validate.errors ?? []).map((error) => `${stream}${error.instancePath} ${error.message}`);
  }
}

/** Objects have exactly the properties of their schema, at every depth; moments are UTC with a Z. */
function* valueProblems(
  where: string,
  value: JsonValue | undefined,
  schema: JsonObject,
  widths: Set<number>,
): Generator<string> {
  if (Array.isArray(value) && isObject(schema.items)) {
    for (const item of value) yield* valueProblems(`${where}[]`, item, schema.items, widths);
  }
  const properties = propertiesOf(schema);
  if (isObject(value) && properties !== undefined) {
    for (const name of Object.keys(value)) {
      if (name.startsWith('_sdc_')) yield `${where}.${name} looks like a target's own column`;
      if (properties[name] === undefined) yield `${where}.${name} is not in the schema`;
    }
    for (const [name, property] of Object.entries(properties)) {
      if (value[name] === undefined) yield `${where}.${name} is absent`;
      if (isObject(property)) yield* valueProblems(`${where}.${name}`, value[name], property, widths);
    }
  }
  if (schema.format === 'date-time' && typeof value === 'string') {
    widths.add(value.length);
    if (!TIMESTAMP.test(value)) yield `${where} is ${value}, which is not UTC with a Z`;
  }
}

function* stateProblems(messages: readonly Message[], options: LintOptions): Generator<string> {
  const states = statesIn(messages);
  let before = options.stateBefore ?? {};
  let told: string | undefined;
  for (const state of states) {
    for (const name of Object.keys(before)) {
      if (state[name] === undefined) yield `a STATE lacks ${name}, which was there before`;
    }
    for (const stream of Object.keys(isObject(before.bookmarks) ? before.bookmarks : {})) {
      if (!isObject(state.bookmarks) || state.bookmarks[stream] === undefined) {
        yield `a STATE lacks the bookmark of ${stream}`;
      }
    }
    const text = JSON.stringify(state);
    if (text === told) yield `the same STATE comes twice in a row: ${text.slice(0, 200)}`;
    told = text;
    before = state;
  }
  if (options.isCutOff !== true && messages.at(-1)?.type !== 'STATE') yield 'the last line is no STATE';
}

function propertiesOf(schema: JsonObject): JsonObject | undefined {
  // A map without declared properties is free in what it holds.
  return isObject(schema.properties) && Object.keys(schema.properties).length > 0
    ? schema.properties
    : undefined;
}

function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The two formats of the schema dialect, for Ajv. */
export function isDate(text: string): boolean {
  const moment = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === text;
}

export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

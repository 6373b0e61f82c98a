import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {keyText} from '../../protocol/target/keys.js';
import {
  type Applied,
  type Reference,
  Rejection,
  type StreamSchema,
  type StreamWriter,
  type Undecided,
  type Writing,
} from '../../protocol/target/target.js';

/**
 * A service in memory. Records have an `id`; `needs` names others that have to be there before it, as `stream/id`;
 * `refuse` is why the service refuses it, `crash` ends the run, `_delete` deletes.
 */
export class MemoryWriting implements Writing {
  /** What is there, by stream and key. */
  readonly rows = new Map<string, JsonObject>();
  /** What was done, in order. */
  readonly calls: string[] = [];
  readonly schemas: StreamSchema[] = [];
  undecided: readonly Undecided[] = [];
  /** Called before each record is applied. */
  before: (record: JsonObject) => void | Promise<void> = () => undefined;

  async recover(): Promise<readonly Undecided[]> {
    this.calls.push('recover');
    return this.undecided;
  }

  stream(schema: StreamSchema): StreamWriter {
    this.schemas.push(schema);
    const {stream} = schema;
    return {
      keyOf: ({id}) => {
        if (id === undefined || id === null) throw new Rejection('the record has no id');
        return keyText([id]);
      },
      missing: ({needs}) => references(needs).filter((one) => !this.#isThere(one)),
      apply: (record, key) => this.#apply(stream, record, key),
      shown: ({password: _password, ...others}) => others,
    };
  }

  #isThere({streams, key}: Reference): boolean {
    return streams.some((stream) => this.rows.has(`${stream}/${key}`));
  }

  async #apply(stream: string, record: JsonObject, key: string): Promise<Applied> {
    await this.before(record);
    const name = `${stream}/${key}`;
    if (typeof record.crash === 'string') throw new Error(record.crash);
    if (typeof record.refuse === 'string')
      throw new Rejection('the service refused it', {serviceMessage: record.refuse, status: 422});
    const was = this.rows.get(name);
    const version = record.version === undefined ? '' : `@${String(record.version)}`;
    if (record._delete === true) {
      this.rows.delete(name);
      this.calls.push(`delete ${stream} ${String(record.id)}${version}`);
      return 'deleted';
    }
    this.rows.set(name, record);
    this.calls.push(`${was === undefined ? 'create' : 'update'} ${stream} ${String(record.id)}${version}`);
    return was === undefined ? 'created' : 'updated';
  }
}

function references(needs: unknown): Reference[] {
  if (!Array.isArray(needs)) return [];
  return needs.map((need: unknown) => {
    const [streams = '', id = ''] = String(need).split('/');
    return {field: 'needs', streams: streams.split('|'), key: keyText([id])};
  });
}

/** A line of input for each message. */
export function inputOf(...messages: readonly (JsonObject | string)[]): string {
  return messages.map((one) => `${isObject(one) ? JSON.stringify(one) : one}\n`).join('');
}

export function schema(stream: string): JsonObject {
  return {type: 'SCHEMA', stream, schema: {type: 'object', properties: {}}, key_properties: ['id']};
}

export function record(stream: string, id: number | string, more: JsonObject = {}): JsonObject {
  return {type: 'RECORD', stream, record: {id, ...more}};
}

export function state(value: JsonObject[string]): JsonObject {
  return {type: 'STATE', value};
}

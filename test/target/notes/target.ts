// A whole target of an imaginary service, written with nothing but what the package exports.
import {
  type Applied,
  defineTarget,
  isObject,
  type JsonObject,
  type JsonValue,
  keyText,
  type Ledger,
  RefusedError,
  Rejection,
  ServiceError,
  type StreamSchema,
  type StreamWriter,
  type TargetContext,
  UnansweredError,
  type Undecided,
  type Writing,
} from '../../../protocol/index.js';

interface Config {
  api_key: string;
  base_url: string;
}

export const notes = defineTarget<Config>({
  name: 'target-notes',
  description: 'Writes notes into an imaginary service',
  // Beside the source, since the build copies no schemas of tests.
  schemas: new URL('../../../../test/target/notes/', import.meta.url),
  service: ({api_key, base_url}) => ({
    name: 'Notes',
    baseUrl: base_url,
    headers: {authorization: `Bearer ${api_key}`},
    credentialsHint: 'Ask for another key and set it as "api_key".',
    limits: {all: {requests: 1000, seconds: 1}},
  }),
  objects: {
    titles: ['Object', 'Needs'],
    rows: [
      ['notes', 'text'],
      ['others', ''],
    ],
  },
  async open(_config, context) {
    const {body} = await context.connection.client.get('account');
    const account = isObject(body) ? String(body.account) : '';
    return new NotesWriting(context, await context.openLedger(account));
  },
});

/** Writes notes: `text`, and `parent_key`, which is the source's key of another note. */
class NotesWriting implements Writing {
  readonly #context: TargetContext;
  readonly #ledger: Ledger;

  constructor(context: TargetContext, ledger: Ledger) {
    this.#context = context;
    this.#ledger = ledger;
  }

  async recover(): Promise<readonly Undecided[]> {
    const undecided: Undecided[] = [];
    for (const {stream, key, facts, hash} of [...this.#ledger.flights]) {
      const found = await this.#rowsLike(facts);
      const [only] = found;
      if (only === undefined) await this.#ledger.failed(stream, key);
      else if (found.length === 1) await this.#ledger.applied(stream, key, only, hash);
      else {
        const reason = `there are ${found.length} such notes; run target-notes settle`;
        await this.#ledger.undecided(stream, key, reason);
        undecided.push({stream, key, reason});
      }
    }
    return undecided;
  }

  /** The ids of notes that hold this and are no other record's. */
  async #rowsLike({text}: JsonObject): Promise<string[]> {
    const {body} = await this.#context.connection.client.get('notes');
    const rows = Array.isArray(body) ? body.filter(isObject) : [];
    return rows
      .filter((row) => row.text === text && !this.#ledger.knowsId(['notes'], String(row.id)))
      .map(({id}) => String(id));
  }

  stream({stream}: StreamSchema): StreamWriter {
    return {
      keyOf: ({id}) => keyText([id ?? null]),
      missing: ({parent_key}) => {
        if (parent_key === undefined) return [];
        const key = keyText([parent_key]);
        const isThere = this.#ledger.get(stream, key)?.id !== undefined;
        return isThere ? [] : [{field: 'parent_key', streams: [stream], key}];
      },
      apply: async (record, key) => {
        try {
          return await this.#apply(stream, record, key);
        } catch (error) {
          throw refusalOf(error);
        }
      },
      shown: (record) => record,
    };
  }

  async #apply(stream: string, record: JsonObject, key: string): Promise<Applied> {
    const {id: _id, ...json} = record;
    const hash = JSON.stringify(json);
    const entry = this.#ledger.get(stream, key);
    if (entry?.undecided !== undefined) throw new Rejection(entry.undecided);
    if (entry?.id !== undefined && entry.hash === hash) return 'unchanged';
    const call = entry?.id === undefined ? 'create' : 'update';
    await this.#ledger.begin({
      stream,
      key,
      call,
      hash,
      at: this.#context.connection.serverNow(),
      facts: {text: json.text},
    });
    const {body} = await this.#context.connection
      .send(
        {
          method: call === 'create' ? 'POST' : 'PUT',
          path: call === 'create' ? 'notes' : `notes/${entry?.id}`,
          json,
          stream,
        },
        {...json, id: `new-${String(record.id)}`},
      )
      .catch(async (error: unknown) => {
        if (!(error instanceof UnansweredError)) await this.#ledger.failed(stream, key);
        throw error;
      });
    const id: JsonValue | undefined = isObject(body) ? body.id : undefined;
    await this.#ledger.applied(stream, key, String(id), hash);
    return call === 'create' ? 'created' : 'updated';
  }
}

/** What a note itself is to blame for. */
function refusalOf(error: unknown): unknown {
  const isOurs =
    error instanceof RefusedError || (error instanceof ServiceError && error.failure === 'config');
  return isOurs
    ? new Rejection('the service refused the note', {serviceMessage: error.message, status: error.status})
    : error;
}

import {
  type Applied,
  type JsonObject,
  type JsonValue,
  keyText,
  type LedgerEntry,
  type Reference,
  Rejection,
  type StreamWriter,
} from '../../../protocol/index.js';
import {type Changed, GoneError} from './change.js';
import {differences} from './comparison.js';
import {contentOf, type Resolve, referencesIn} from './content.js';
import {reportDifferences} from './difference-report.js';
import type {Doubts} from './doubts.js';
import {isNothing} from './field.js';
import {ContentMark, contentHash, unknownContent} from './hashes.js';
import {idIn, ledgerId, requireKind, requireSameKeys} from './ledger-ids.js';
import {withValueAt} from './paths.js';
import {changesOf, creationOf, nothingCleared, without} from './payload.js';
import type {StreamPlan} from './plan.js';
import {resolving} from './resolving.js';
import {type Settled, settle} from './rules.js';
import {keyAt, newKey, ownIdAt} from './source-keys.js';
import {settleHint} from './undecided.js';
import type {UnknownFields} from './unknown-fields.js';
import type {Works} from './works.js';

const MASK = '****';

/** Writes the records of one stream. */
export class PaymoWriter implements StreamWriter {
  readonly #plan: StreamPlan;
  readonly #works: Works;
  readonly #unknown: UnknownFields;
  readonly #doubts: Doubts;
  readonly #resolve: Resolve;

  constructor(plan: StreamPlan, works: Works, unknown: UnknownFields, doubts: Doubts) {
    this.#doubts = doubts;
    this.#plan = plan;
    this.#works = works;
    this.#unknown = unknown;
    this.#resolve = resolving(works.tools.ledger, plan);
  }

  keyOf(record: JsonObject): string {
    const {identity, keyPaths, object} = this.#plan;
    if (identity === 'source') {
      return keyPaths.length === 0 ? keyText([object.name]) : keyAt(record, keyPaths);
    }
    const id = this.#ownId(record);
    if (id !== undefined) return keyText([String(id)]);
    // References as they are written, since what they lead to may not be there yet.
    const content = contentOf(this.#plan, record, (_streams, key, {shown}) => `${shown} ${key}`);
    return newKey(contentHash(object, content, identity));
  }

  missing(record: JsonObject): readonly Reference[] {
    if (isDeletion(record)) return [];
    const {ledger} = this.#works.tools;
    return referencesIn(this.#plan, record).filter(({streams, key}) =>
      // One whose creation is undecided is not waited for: nothing in this run settles that.
      streams.every((stream) => {
        const entry = ledger.get(stream, key);
        return entry?.id === undefined && entry?.undecided === undefined;
      }),
    );
  }

  async apply(record: JsonObject, key: string): Promise<Applied> {
    const {stream, object, identity} = this.#plan;
    const {ledger} = this.#works.tools;
    const entry = ledger.get(stream, key);
    if (entry?.undecided !== undefined) {
      throw new Rejection(
        `Whether an earlier record of its key was made is not known: ${entry.undecided}. ${settleHint(stream, key)}`,
      );
    }
    if (entry?.id !== undefined) requireKind(stream, object, entry.id);
    if (entry?.hash !== undefined) requireSameKeys(stream, identity, entry.hash);
    if (isDeletion(record)) return this.#remove(record, key, entry);
    this.#unknown.check(record);
    const id = this.#idOf(record, entry);
    if (identity === 'paymo' && id !== undefined && this.#ownId(record) === undefined)
      this.#doubts.noteEqual(key);
    return id === undefined ? this.#create(record, key) : this.#update(record, key, id, entry);
  }

  shown(record: JsonObject): JsonObject {
    return this.#plan.secretPaths.reduce((safe, path) => withValueAt(safe, path, MASK), record);
  }

  /** The object that a record is to change; undefined where it is to become a new one. */
  #idOf(record: JsonObject, entry: LedgerEntry | undefined): number | string | undefined {
    const {identity, mode, object} = this.#plan;
    if (object.isSingle) return this.#onlyId(record);
    if (identity === 'paymo') {
      const id = this.#ownId(record);
      if (id !== undefined && mode === 'insert') {
        throw new Rejection(`It has an id of Paymo (${id}), and the mode of its stream is "insert"`);
      }
      if (id !== undefined) return id;
    }
    const known = entry?.id === undefined ? undefined : idIn(entry.id);
    if (known === undefined && (mode === 'update' || !object.operations.includes('insert'))) {
      const lack =
        identity === 'paymo' ? 'It has no id of Paymo' : 'Nothing was made of it, as far as the ledger knows';
      throw new Rejection(`${lack}, and its stream only updates`);
    }
    return known;
  }

  /** The id that a record itself says its object has. */
  #ownId(record: JsonObject): number | undefined {
    return ownIdAt(record, this.#plan.idPath);
  }

  /** The id of the company. */
  #onlyId(record: JsonObject): number | string {
    const {identity, object} = this.#plan;
    const {company} = this.#works.tools.whose;
    const id = company?.id ?? object.name;
    if (identity === 'paymo' && String(this.#ownId(record)) !== String(id)) {
      throw new Rejection(`Its id is not that of the ${object.name} which the credentials belong to (${id})`);
    }
    return typeof id === 'number' ? id : String(id);
  }

  #contentOf(record: JsonObject, call: 'create' | 'update'): Settled {
    return settle(
      this.#plan.object.name,
      contentOf(this.#plan, record, this.#resolve, this.#doubts.noteId),
      call,
    );
  }

  async #create(record: JsonObject, key: string): Promise<Applied> {
    const {stream, object, identity} = this.#plan;
    const settled = this.#contentOf(record, 'create');
    const {hash} = new ContentMark(object, {key, content: settled.content, identity});
    const content = await this.#works.completion.complete(object, settled.content, 'create');
    const payload = creationOf(object, {...settled, content});
    const same = await this.#works.completion.sameAs(object, payload);
    if (same !== undefined) {
      await this.#note(key, same, hash);
      return 'unchanged';
    }
    const row = await this.#works.creation.create({stream, key, object, payload, hash});
    const wanted = {...nothingCleared(content), ...payload};
    this.#compare(key, wanted, await this.#finished(key, row, wanted, hash));
    return 'created';
  }

  /** A new object, once it is also what Paymo lets only existing ones be. */
  async #finished(key: string, row: JsonObject, wanted: JsonObject, hash: string): Promise<JsonObject> {
    const {stream, object, identity} = this.#plan;
    const {id = null} = row;
    const later = object.later.filter((name) => !isNothing(wanted[name]) && wanted[name] !== row[name]);
    if (later.length === 0) {
      await this.#note(key, id, hash);
      return row;
    }
    // Should the run end in between, the next record of this key finds the content not to be what it says.
    await this.#note(key, id, unknownContent(identity));
    const changes = Object.fromEntries(later.map((name) => [name, wanted[name]]));
    const changing = {stream, key, object, id: typeof id === 'number' ? id : String(id), hash};
    try {
      const changed = await this.#works.change.update(changing, changes);
      await this.#note(key, id, hash);
      return changed?.row ?? row;
    } catch (error) {
      // It was made, and the difference is told: that an invoice is not paid, for one, is put right by its payments.
      if (!(error instanceof Rejection)) throw error;
      await this.#note(key, id, hash);
      return row;
    }
  }

  async #update(
    record: JsonObject,
    key: string,
    id: number | string,
    entry: LedgerEntry | undefined,
  ): Promise<Applied> {
    const {stream, object, mode, identity} = this.#plan;
    if (mode === 'insert') return 'unchanged';
    const settled = this.#contentOf(record, 'update');
    const mark = new ContentMark(object, {key, content: settled.content, identity}, entry?.hash);
    if (mark.isUnchanged) return 'unchanged';
    const {hash, unchangedParts} = mark;
    const completed = await this.#works.completion.complete(object, settled.content, 'update');
    const content = without(unchangedParts, completed);
    const changes = without(unchangedParts, changesOf(object, {...settled, content: completed}));
    let changed: Changed | undefined;
    try {
      changed = await this.#works.change.update({stream, key, object, id, hash}, changes);
    } catch (error) {
      if (!(error instanceof GoneError)) throw error;
      const isMadeAnew = this.#works.tools.settings.on_missing === 'create' && identity === 'source';
      if (!isMadeAnew || object.isSingle) {
        throw new Rejection(`Its object is gone in Paymo, or hidden from this user: ${object.path}/${id}`, {
          status: 404,
        });
      }
      await this.#works.tools.ledger.gone(stream, key);
      return this.#create(record, key);
    }
    await this.#note(key, id, hash);
    if (changed === undefined) return 'unchanged';
    if (changed.row !== undefined) this.#compare(key, {...content, ...changed.sent}, changed.row);
    return 'updated';
  }

  async #remove(record: JsonObject, key: string, entry: LedgerEntry | undefined): Promise<Applied> {
    const {stream, object, identity} = this.#plan;
    if (this.#works.tools.settings.allow_delete !== true) {
      throw new Rejection(
        'It asks for a deletion, which takes along what belongs to the object; set "allow_delete" to true to have it done',
      );
    }
    if (!object.operations.includes('delete')) throw new Rejection(`Paymo deletes no ${object.name}`);
    const own = identity === 'paymo' ? this.#ownId(record) : undefined;
    if (identity === 'paymo' && own === undefined)
      throw new Rejection('It asks for a deletion, but has no id');
    const id = own ?? (entry?.id === undefined ? undefined : idIn(entry.id));
    if (id === undefined) return 'unchanged';
    await this.#works.change.remove({stream, key, object, id, hash: unknownContent(identity)});
    return 'deleted';
  }

  async #note(key: string, id: JsonValue, hash: string): Promise<void> {
    const {stream, object} = this.#plan;
    await this.#works.tools.ledger.applied(stream, key, ledgerId(object, id), hash);
  }

  #compare(key: string, wanted: JsonObject, row: JsonObject): void {
    const {stream, object} = this.#plan;
    const {tools} = this.#works;
    if (tools.connection.isDry) return;
    reportDifferences(tools, stream, key, differences(object, wanted, row));
  }
}

/** Whether a record says that it was deleted in its source, or is to be in Paymo. */
function isDeletion({_sdc_deleted_at: deleted, _delete}: JsonObject): boolean {
  return !isNothing(deleted) || _delete === true;
}

import type {RecordSchema} from './schema.js';

/** How a stream is replicated, in Singer's words. */
export type ReplicationMethod = 'INCREMENTAL' | 'FULL_TABLE';

/**
 * What a field's values are held to beyond what its schema can say: `decimal` is canonical decimal text,
 * `milliseconds` a moment with those, and `typed` is null wherever a value is not of the field's type.
 */
export type ValueRule = 'decimal' | 'milliseconds' | 'typed';

/** One kind of record, as the sync loop and the dialects know it. How it is fetched is the `Source`'s matter. */
export interface Stream {
  readonly name: string;
  readonly schema: RecordSchema;
  readonly keyProperties: readonly string[];
  readonly replicationMethod: ReplicationMethod;
  /** The field that moves forward when a record changes; only for incremental streams. */
  readonly replicationKey: string | undefined;
  /** The stream whose records must be read to find this one's. */
  readonly parent: string | undefined;
  readonly selectedByDefault: boolean;
  /** Top-level fields that are off unless a catalog selects them. */
  readonly fieldsOffByDefault: readonly string[];
  /** What makes reading it dear, as sentences; undefined where nothing does. */
  readonly cost: string | undefined;
  /** Fields that are known and left out on purpose, with dots for those of objects. */
  readonly quietFields: ReadonlySet<string>;
  /** Fields that are held to a rule, with dots for those of objects. */
  readonly rules: ReadonlyMap<string, ValueRule>;
}

/** The fields that are emitted whatever a catalog says: the keys and the replication key. */
export function automaticFields(stream: Stream): ReadonlySet<string> {
  return new Set(
    stream.replicationKey === undefined
      ? stream.keyProperties
      : [...stream.keyProperties, stream.replicationKey],
  );
}

export type Mode = 'upsert' | 'insert' | 'update';

/** What is done about fields that Paymo does not have. */
export type UnknownFieldsMode = 'warn' | 'reject' | 'ignore';

export type Identity = 'source' | 'paymo';

/** The settings that decide how records become objects. */
export interface WriteSettings {
  readonly identity?: Identity;
  readonly allow_delete?: boolean;
  readonly merge_lists?: boolean;
  readonly unknown_fields?: UnknownFieldsMode;
  readonly on_missing?: 'reject' | 'create';
  readonly settle_seconds?: number;
  readonly max_retries?: number;
  readonly streams?: Readonly<Record<string, StreamSettings>>;
}

/** What is said about one stream of the input. */
export interface StreamSettings {
  readonly object?: string;
  /** What fields of records are in Paymo; dots lead into objects, and so do objects. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly mode?: Mode;
  readonly identity?: Identity;
  readonly key?: readonly string[];
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly references?: Readonly<Record<string, string>>;
}

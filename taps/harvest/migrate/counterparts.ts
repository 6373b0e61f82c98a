/** The two connectors whose files are translated. */
export type Origin = 'singer' | 'airbyte';

export const ORIGINS: Readonly<Record<Origin, string>> = {
  singer: "Singer's tap-harvest",
  airbyte: "Airbyte's source-harvest",
};

/** What a stream of another connector is here. */
export interface Counterpart {
  /** Our stream with its rows. */
  readonly ours: string;
  /** The field of our stream that holds its rows, where it is no stream of its own here. */
  readonly inside?: string;
  /** By what its rows are told apart there; empty where it names nothing. */
  readonly key: readonly string[];
  /** Their fields that have another name or place here, with dots for those of objects; empty text: none here. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Why its bookmark says nothing of our stream; undefined where it may be carried over. */
  readonly noBookmark?: string;
  /** The stream there through whose rows it is found. */
  readonly parent?: string;
  /** What else differs, as a sentence without its stop. */
  readonly note?: string;
}

/** Why a bookmark is left out. */
export const OTHER_TABLE = 'the stream has another name here, so its table begins empty';
export const OTHER_KEY = 'the key is another one here, so its table begins anew';
export const ALWAYS_FULL = 'the stream is read in full in each run';
export const NO_CHANGES = 'its rows are part of another stream here';
export const OTHER_DAYS = 'its rows stand for calendar windows here, and for stretches between runs there';
export const ARCHIVED = 'archived assignments may never have been listed there';

/** Ids that stand beside an object there and inside of it here: `client_id` is `client.id`. */
export function idsOf(...objects: readonly string[]): Record<string, string> {
  return Object.fromEntries(objects.map((name) => [`${name}_id`, `${name}.id`]));
}

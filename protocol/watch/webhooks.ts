import type {JsonObject} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {ChildStream, DatedStream, ListStream} from '../rest/declaration.js';
import type {Belonging} from './kin.js';

/** What a service tells of by webhooks, and how it is asked to. */
export interface Webhooks {
  /** The kinds of objects that events are about. */
  readonly subjects: readonly Subject[];
  /** The names of the headers that tell the event and the hook. */
  readonly headers: {readonly event: string; readonly hook: string};
  /** Whether a body carries a signature made with this secret. It must take as long whatever is wrong with it. */
  readonly isSigned: (raw: Uint8Array, headers: ReceivedHeaders, secret: string) => boolean;
  /** What an event's name means; undefined for one that is not known. */
  readonly meaningOf: (event: string) => Meaning | undefined;
  /** What hooks are made for, so that these subjects are told of; undefined: all there are. */
  readonly eventsFor: (subjects: readonly Subject[] | undefined) => readonly HookedEvent[];
  /** What vanishes with what, although events may not tell of it. */
  readonly belongings: readonly Belonging[];
  /** How hooks are listed, made and removed. */
  readonly hooks: (client: Client) => HookCalls;
  /** A cheap request that needs no object: it tells whether the service is there at all. */
  readonly probe: (client: Client) => Promise<unknown>;
  /** A payload's list of embedded objects that is so long may have been cut. */
  readonly mostEmbedded: number;
}

/** The headers of a request that came in, by their names in small letters. Whoever writes a tap needs no types of Node's. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A kind of object that a service sends events about. */
export interface Subject {
  /** The service's own word for it. */
  readonly name: string;
  /** Other words for it that people may use; the names of its streams count anyway. */
  readonly words: readonly string[];
  /** What its payloads are rows of: a stream, or a list that is none itself and has streams derived from it. */
  readonly rowsOf: ListStream | DatedStream | ChildStream;
  /** What payloads carry besides, which is no part of a row as a list has it, or not all of it. */
  readonly extras: readonly string[];
  /**
   * Finds the row that belongs to an object, where its payload alone does not tell; undefined when the object is gone.
   * Default: the payload is the row.
   */
  readonly find?: (client: Client, id: string) => Promise<JsonObject | undefined>;
}

export interface Meaning {
  /** The subject's name. */
  readonly subject: string;
  readonly kind: 'changed' | 'deleted';
}

/** What a hook is made for. */
export interface HookedEvent {
  /** Its name, and others that it has where the service does not know that one. */
  readonly names: readonly string[];
  /** Another hook most likely brings it, too, so that a service may know none of its names. */
  readonly isOptional: boolean;
}

/** A hook as the service knows it. */
export interface Hook {
  readonly id: string;
  readonly targetUrl: string;
  readonly event: string;
  /** What the receiver answered last; undefined before it was asked. */
  readonly lastStatus: number | undefined;
  /** Whether a condition keeps events from it. */
  readonly isNarrowed: boolean;
}

/** A hook to be made. */
export interface NewHook {
  readonly targetUrl: string;
  readonly event: string;
  readonly secret: string;
}

/** How a service's hooks are managed. All may throw what a client does. */
export interface HookCalls {
  list(): Promise<readonly Hook[]>;
  /** Makes a hook; returns its id, undefined where the answer does not tell it. */
  create(hook: NewHook): Promise<string | undefined>;
  /** Removes a hook; one that is gone already is no error. */
  remove(id: string): Promise<void>;
}

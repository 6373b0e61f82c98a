import type {Query} from '../http/client-options.js';
import type {Params} from './declaration.js';

/** How a service numbers its pages, from 0 on, and what it leaves out. */
export interface NumberedFacts {
  readonly pageParam: string;
  readonly sizeParam: string;
  /** A response never holds more objects of one kind than this, and does not say so when it leaves some out. */
  readonly cap: number;
  /** How fields that come only by name, and related objects, are asked for. */
  readonly extrasQuery: (fields: readonly string[], relations: readonly string[]) => Query;
  /** How conditions are written. */
  readonly queryOf: (params: Params) => Query;
}

/** What the lists of one run have learned of their service. */
export interface Learned {
  /** The largest page that ever came. */
  largestPage: number;
  /** The largest page that can be had, by path, where the service has shown a limit. */
  readonly largestAllowed: Map<string, number>;
  /** The numbers of rows at which some list's pages ended. */
  readonly limits: Set<number>;
  /** Pages as large as the cap fail, in whatever way. */
  refusesLarge: boolean;
  /** Paths that take no notice of pages. */
  readonly unpaged: Set<string>;
  /** Streams whose extras the service can't embed. */
  readonly trouble: Map<string, ExtrasTrouble>;
  /** What was said already. */
  readonly told: Set<string>;
  /** Streams whose extras have come at least once. */
  readonly proven: Set<string>;
}

/** Which extras a service fails on; they are then had in another way, or not at all. */
export interface ExtrasTrouble {
  /** The relations that it fails on. */
  readonly relations: ReadonlySet<string>;
  readonly fields: boolean;
}

/** How webhooks go about it where the documentation leaves it open. */
export interface HookOptions {
  /**
   * An origin such as `http://127.0.0.1:8080` that stands in for any other host of a `target_url`, whose path is
   * kept. Hosts of hooks that the account starts with stay what they are: elsewhere. Without it only loopback
   * addresses are delivered to. @default none
   */
  deliverTo?: string | undefined;
  /** What a new hook is answered with (unconfirmed). @default 201 */
  hookCreated?: 200 | 201;
  /** The family of the two timer events: the docs say the one, the PHP SDK the other. @default 'model' */
  timerEvents?: 'model' | 'timer';
  /** Whether starting a timer is told as an insert as well (unconfirmed). @default true */
  startInserts?: boolean;
  /** Whether stopping a timer is told as an update as well (unconfirmed). @default true */
  stopUpdates?: boolean;
  /** Whether `*.Entry` covers start and stop (unconfirmed). @default true */
  wildcardCoversTimers?: boolean;
  /** Whether what a deletion takes along has delete events of its own (unconfirmed). @default false */
  cascadesFire?: boolean;
  /**
   * Whether rows that change, or come, because of others have events of their own, as an invoice whose lines
   * change (unconfirmed). @default true
   */
  consequencesFire?: boolean;
  /** Whether hooks of archived users go on (unconfirmed). @default false */
  archivedOwnersFire?: boolean;
  /** The id in the body of a delete event; the samples have both. @default 'number' */
  deletedId?: 'number' | 'string';
  /** Milliseconds to wait before each further try after a failure; nobody has seen any. @default none */
  hookRetries?: readonly number[];
  /** How many deliveries may be under way at once; one alone keeps them in order (unconfirmed). @default 1 */
  hookConcurrency?: number;
  /** How long the receiver may take, in milliseconds (unconfirmed). @default 5000 */
  hookTimeout?: number;
}

export const HOOK_DEFAULTS = {
  deliverTo: undefined,
  hookCreated: 201,
  timerEvents: 'model',
  startInserts: true,
  stopUpdates: true,
  wildcardCoversTimers: true,
  cascadesFire: false,
  consequencesFire: true,
  archivedOwnersFire: false,
  deletedId: 'number',
  hookRetries: [],
  hookConcurrency: 1,
  hookTimeout: 5000,
} as const satisfies Required<HookOptions>;

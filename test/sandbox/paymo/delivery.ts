/** Where a delivery has got to. */
export type Outcome =
  /** Waiting for its turn, or for another try. */
  | 'queued'
  /** Kept back by a test. */
  | 'held'
  | 'sending'
  /** There was an answer, whatever its status. */
  | 'answered'
  /** No connection, none that lasted, or no answer in time. */
  | 'failed'
  /** Never sent, because of a fault. */
  | 'lost'
  /** For a host that is not on this machine. */
  | 'undeliverable'
  /** Given up: its hook went while it waited, or the sandbox was stopped. */
  | 'dropped';

/** One event on its way to one hook. */
export interface Delivery {
  readonly event: string;
  /** Of the object. */
  readonly id: number;
  readonly hookId: number;
  /** As the hook has it. */
  readonly targetUrl: string;
  /** The object at the time of the event, before any fault. */
  readonly body: string;
  /** When it happened, by the service's clock, in milliseconds. */
  readonly at: number;
  /** Whether it is the same as an earlier one, sent again. */
  readonly isCopy: boolean;
  outcome: Outcome;
  /** How often it was sent. */
  attempts: number;
  /** Of the last answer; `null` without one. */
  status: number | null;
}

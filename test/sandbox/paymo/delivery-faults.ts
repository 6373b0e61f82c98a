import type {FaultHandle} from '../common/faults.js';
import {at, createRandom} from '../common/random.js';
import type {Delivery} from './delivery.js';

/** Which deliveries are meant. A plain string or pattern stands for `{event: …}`. */
export interface DeliveryWhere {
  /** A string is the name of the event, such as `model.insert.Task`; a pattern is tried on it. All when left out. */
  event?: string | RegExp;
  hookId?: number;
  /** Of the object. */
  id?: number;
  /** Counted from 1 among the deliveries that match, since this was said. All of them when left out. */
  nth?: number | readonly number[];
  /** At most this many. */
  times?: number;
}

/** What can go wrong on the way to a receiver. */
export type DeliveryFault =
  /** Never sent. */
  | {kind: 'lost'}
  /** Sent several times, the same to the byte. @default 2 */
  | {kind: 'doubled'; times?: number}
  /** Made with another secret, or whatever is given; there even if the hook has no secret. */
  | {kind: 'wrong-signature'; signature?: string}
  | {kind: 'no-signature'}
  /** Changed after it was signed; without a change a space is added, which leaves its meaning alone. */
  | {kind: 'altered'; change?: (body: string) => string}
  /** Changed before it is signed, so that its signature fits whatever it says. */
  | {kind: 'body'; change: (body: string) => string | Buffer}
  /** As many bytes, signed properly: the object with a long field more. */
  | {kind: 'oversized'; bytes: number}
  /** A few bytes at a time, with this pause between them. @default 16 bytes */
  | {kind: 'slow'; ms: number; bytes?: number}
  /** Breaks off half-way through the body. */
  | {kind: 'cut'};

/** How held deliveries are let go. */
export type ReleaseOrder = 'same' | 'reversed' | 'shuffled';

export interface DeliveryHold extends FaultHandle {
  /** What is kept back, oldest first. */
  readonly held: readonly Delivery[];
  /** Sends what is held, in this order, and lets pass what comes later. */
  release(order?: ReleaseOrder): void;
}

interface Rule {
  handle: {hits: number; remove(): void};
  matches(delivery: Delivery): boolean;
}

/** Trouble for deliveries on demand: a fault at most for each, and perhaps a hold beside it. */
export class DeliveryFaults {
  readonly #faults = new Map<Rule, DeliveryFault>();
  readonly #holds = new Map<Rule, Delivery[]>();
  readonly #letGo: (deliveries: readonly Delivery[]) => void;

  constructor(letGo: (deliveries: readonly Delivery[]) => void) {
    this.#letGo = letGo;
  }

  on(where: DeliveryWhere | string | RegExp, fault: DeliveryFault): FaultHandle {
    const rule = createRule(where, () => this.#faults.delete(rule));
    this.#faults.set(rule, fault);
    return rule.handle;
  }

  hold(where: DeliveryWhere | string | RegExp): DeliveryHold {
    const held: Delivery[] = [];
    const rule = createRule(where, () => this.#holds.delete(rule));
    this.#holds.set(rule, held);
    return Object.assign(rule.handle, {
      held,
      release: (order: ReleaseOrder = 'same') => {
        this.#holds.delete(rule);
        this.#letGo(ordered(held.splice(0), order));
      },
    });
  }

  /** The first fault that matches; every rule counts the delivery. */
  strike(delivery: Delivery): DeliveryFault | undefined {
    let struck: DeliveryFault | undefined;
    for (const [rule, fault] of this.#faults) {
      if (rule.matches(delivery)) struck ??= fault;
    }
    return struck;
  }

  /** Keeps a delivery back if somebody wants that. */
  keep(delivery: Delivery): boolean {
    for (const [rule, held] of this.#holds) {
      if (!rule.matches(delivery)) continue;
      held.push(delivery);
      return true;
    }
    return false;
  }

  /** Forgets all faults; what is held is let go. */
  clear(): void {
    this.#faults.clear();
    const held = [...this.#holds.values()].flatMap((deliveries) => deliveries.splice(0));
    this.#holds.clear();
    this.#letGo(held);
  }
}

function createRule(where: DeliveryWhere | string | RegExp, remove: () => void): Rule {
  const {
    event,
    hookId,
    id,
    nth,
    times = Infinity,
  }: DeliveryWhere = typeof where === 'string' || where instanceof RegExp ? {event: where} : where;
  const handle = {hits: 0, remove};
  let seen = 0;

  return {
    handle,
    matches(delivery) {
      if (typeof event === 'string' && event !== delivery.event) return false;
      if (event instanceof RegExp && !event.test(delivery.event)) return false;
      if (hookId !== undefined && hookId !== delivery.hookId) return false;
      if (id !== undefined && id !== delivery.id) return false;
      seen += 1;
      const isCounted = nth === undefined || (typeof nth === 'number' ? nth === seen : nth.includes(seen));
      if (!isCounted || handle.hits >= times) return false;
      handle.hits += 1;
      return true;
    },
  };
}

/** Shuffled as in every run, and never as it was. */
function ordered(held: Delivery[], order: ReleaseOrder): Delivery[] {
  if (order === 'same') return held;
  if (order === 'reversed') return held.reverse();

  const random = createRandom(held.length);
  const shuffled = [...held];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last - 1);
    [shuffled[last], shuffled[other]] = [at(shuffled, other), at(shuffled, last)];
  }
  return shuffled;
}

import type {FaultHandle} from '../common/faults.js';
import {textOf} from './collections.js';
import {addressFor, originOf} from './deliver-to.js';
import type {Delivery} from './delivery.js';
import type {DeliveryFault, DeliveryHold, DeliveryWhere} from './delivery-faults.js';
import {DeliveryFaults} from './delivery-faults.js';
import type {Errand} from './delivery-queue.js';
import {DeliveryQueue} from './delivery-queue.js';
import type {Store} from './store.js';
import type {Notice} from './webhooks.js';
import {watchStore} from './webhooks.js';

/** The webhooks that the account sends, and trouble with them on demand. */
export interface Deliveries {
  /** Every event for every hook, oldest first. Empty it with `log.length = 0`. */
  readonly log: Delivery[];
  /** An origin that stands in for hosts elsewhere; may be set at any time. */
  deliverTo: string | undefined;
  /** Resolves when nothing is under way any more. What is held does not count. */
  settled(): Promise<void>;
  on(where: DeliveryWhere | string | RegExp, fault: DeliveryFault): FaultHandle;
  /** Keeps deliveries back until they are released, in the order that is asked for then. */
  hold(where?: DeliveryWhere | string | RegExp): DeliveryHold;
  /** Sends something once more, the same to the byte, even if its hook has gone. */
  repeat(delivery: Delivery): Delivery;
  /** Ends all faults; what is held is sent. */
  clear(): void;
}

/** Tells hooks what happens in the store from now on, until it is stopped. */
export class Postman implements Deliveries {
  readonly log: Delivery[] = [];
  readonly #store: Store;
  readonly #faults: DeliveryFaults;
  readonly #queue: DeliveryQueue;
  readonly #errands = new WeakMap<Delivery, Errand>();
  readonly #unwatch: () => void;
  #deliverTo: string | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.deliverTo = store.settings.deliverTo;
    // The hooks that are there first lead to other people's servers.
    const elsewhere = new Set(store.data.hooks.map((hook) => new URL(textOf(hook, 'target_url')).origin));
    this.#queue = new DeliveryQueue(store, (url) => addressFor(url, this.#deliverTo, elsewhere));
    this.#faults = new DeliveryFaults((deliveries) => {
      for (const delivery of deliveries) this.#send({...this.#errandOf(delivery), isCommitted: true});
    });
    this.#unwatch = watchStore(store, (notices) => {
      for (const notice of notices) this.#accept(notice);
    });
  }

  get deliverTo(): string | undefined {
    return this.#deliverTo;
  }

  set deliverTo(origin: string | undefined) {
    this.#deliverTo = origin === undefined ? undefined : originOf(origin);
  }

  settled(): Promise<void> {
    return this.#queue.settled();
  }

  on(where: DeliveryWhere | string | RegExp, fault: DeliveryFault): FaultHandle {
    return this.#faults.on(where, fault);
  }

  hold(where: DeliveryWhere | string | RegExp = {}): DeliveryHold {
    return this.#faults.hold(where);
  }

  repeat(delivery: Delivery): Delivery {
    return this.#sendCopy(this.#errandOf(delivery));
  }

  clear(): void {
    this.#faults.clear();
  }

  /** Sends nothing any more, and breaks off what is under way. */
  async stop(): Promise<void> {
    this.#unwatch();
    await this.#queue.stop();
  }

  #accept({hook, event, id, body}: Notice): void {
    const delivery: Delivery = {
      event,
      id,
      hookId: hook.id,
      targetUrl: textOf(hook, 'target_url'),
      body,
      at: this.#store.settings.now().getTime(),
      isCopy: false,
      outcome: 'queued',
      attempts: 0,
      status: null,
    };
    const secret = textOf(hook, 'secret');
    const fault = this.#faults.strike(delivery);
    const errand = {delivery, hook, secret: secret === '' ? undefined : secret, fault, isCommitted: false};
    this.#note(errand);

    if (fault?.kind === 'lost') delivery.outcome = 'lost';
    else if (this.#faults.keep(delivery)) delivery.outcome = 'held';
    else this.#send(errand);
  }

  #send(errand: Errand): void {
    const {fault} = errand;
    this.#queue.push(errand);
    const copies = fault?.kind === 'doubled' ? (fault.times ?? 2) - 1 : 0;
    for (let made = 0; made < copies; made += 1) this.#sendCopy(errand);
  }

  #sendCopy(errand: Errand): Delivery {
    const delivery: Delivery = {
      ...errand.delivery,
      isCopy: true,
      outcome: 'queued',
      attempts: 0,
      status: null,
    };
    const copy = {...errand, delivery, isCommitted: true};
    this.#note(copy);
    this.#queue.push(copy);
    return delivery;
  }

  #note(errand: Errand): void {
    this.log.push(errand.delivery);
    this.#errands.set(errand.delivery, errand);
  }

  #errandOf(delivery: Delivery): Errand {
    const errand = this.#errands.get(delivery);
    if (!errand) throw new Error('This delivery is not one of this sandbox.');
    return errand;
  }
}

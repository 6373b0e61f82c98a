import type {Row} from './collections.js';
import type {Delivery} from './delivery.js';
import type {DeliveryFault} from './delivery-faults.js';
import {sendDelivery} from './send-delivery.js';
import type {Store} from './store.js';

/** A delivery and what nobody else needs to know of it. */
export interface Errand {
  delivery: Delivery;
  hook: Row;
  secret: string | undefined;
  /** Strikes the first try alone. */
  fault: DeliveryFault | undefined;
  /** Whether it is sent even if its hook has gone: it was held while it was under way, or is a copy. */
  isCommitted: boolean;
}

/** Sends one delivery after the other, or as many at once as the settings say, and notes what came of each. */
export class DeliveryQueue {
  readonly #store: Store;
  readonly #addressOf: (targetUrl: string) => string | undefined;
  readonly #end = new AbortController();
  readonly #underWay = new Set<Delivery>();
  #waiting: Errand[] = [];
  #sending = 0;
  #idle: (() => void)[] = [];

  constructor(store: Store, addressOf: (targetUrl: string) => string | undefined) {
    this.#store = store;
    this.#addressOf = addressOf;
  }

  push(errand: Errand): void {
    errand.delivery.outcome = 'queued';
    this.#underWay.add(errand.delivery);
    this.#waiting.push(errand);
    this.#sendNext();
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    if (this.#underWay.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Breaks off what is being sent, and gives up the rest. */
  async stop(): Promise<void> {
    this.#end.abort();
    this.#sendNext();
    // What waits for another try finds out too late to wait for it.
    for (const delivery of [...this.#underWay]) {
      if (delivery.outcome === 'queued') this.#finish(delivery, 'dropped');
    }
    await this.settled();
  }

  #sendNext(): void {
    while (this.#sending < this.#store.settings.hookConcurrency) {
      const errand = this.#waiting.shift();
      if (!errand) return;
      this.#sending += 1;
      this.#send(errand)
        .catch(() => this.#finish(errand.delivery, 'failed'))
        .finally(() => {
          this.#sending -= 1;
          this.#sendNext();
        });
    }
  }

  async #send(errand: Errand): Promise<void> {
    const {delivery, hook, secret, fault} = errand;
    const {settings} = this.#store;
    const isWanted = errand.isCommitted || this.#isThere(hook);
    if (this.#end.signal.aborted || !isWanted) return this.#finish(delivery, 'dropped');
    const url = this.#addressOf(delivery.targetUrl);
    if (url === undefined) return this.#finish(delivery, 'undeliverable');

    delivery.outcome = 'sending';
    delivery.attempts += 1;
    const {hookId, event, body} = delivery;
    const status = await sendDelivery(
      {url, hookId, event, body, secret},
      {fault, sleep: settings.sleep, timeout: settings.hookTimeout, signal: this.#end.signal},
    );
    delivery.status = status;
    if (status !== null) this.#note(hook, status);
    if (isSuccess(status) || status === 410) return this.#finish(delivery, 'answered');

    const pause = this.#end.signal.aborted ? undefined : settings.hookRetries[delivery.attempts - 1];
    if (pause === undefined) return this.#finish(delivery, status === null ? 'failed' : 'answered');
    delivery.outcome = 'queued';
    // Others need not wait for it.
    settings.sleep(pause).then(
      () => this.#underWay.has(delivery) && this.push({...errand, fault: undefined}),
      () => this.#finish(delivery, 'failed'),
    );
  }

  /** A hook shows the last answer, which is no change of its own; 410 is the end of it. (API docs, Webhooks) */
  #note(hook: Row, status: number): void {
    if (!this.#isThere(hook)) return;
    if (status === 410) this.#store.drop('hooks', new Set([hook.id]));
    else this.#store.alter('hooks', hook.id, {last_status_code: status, updated_on: hook.updated_on});
  }

  #isThere(hook: Row): boolean {
    return this.#store.data.hooks.includes(hook);
  }

  #finish(delivery: Delivery, outcome: Delivery['outcome']): void {
    delivery.outcome = outcome;
    this.#underWay.delete(delivery);
    if (this.#underWay.size > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

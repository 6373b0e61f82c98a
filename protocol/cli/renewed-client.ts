import type {Clock} from '../core/clock.js';
import type {Client} from '../http/client.js';

/** What a client may wait in total is meant for one run, so that none is used for longer. */
const LIFE_MILLIS = 300_000;

/** A client for a program that never ends: a new one every few minutes. Only one request is to be made at a time. */
export class RenewedClient {
  readonly #make: () => Client;
  readonly #clock: Clock;
  #client: Client | undefined;
  #madeAt = 0;

  constructor(make: () => Client, clock: Clock) {
    this.#make = make;
    this.#clock = clock;
  }

  get(): Client {
    const now = this.#clock.now();
    if (this.#client === undefined || now - this.#madeAt > LIFE_MILLIS) {
      this.close();
      this.#client = this.#make();
      this.#madeAt = now;
    }
    return this.#client;
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }
}

import {Writable} from 'node:stream';

/** The far end of a pipe whose reader takes everything at once. */
export class QuickReader extends Writable {
  /** What was handed over, piece by piece. */
  readonly chunks: string[] = [];

  get text(): string {
    return this.chunks.join('');
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, taken: () => void): void {
    this.chunks.push(chunk.toString());
    taken();
  }
}

/** The far end of a pipe whose reader takes a piece only when it is told to; until then the pipe is full. */
export class SlowReader extends Writable {
  readonly chunks: string[] = [];
  #taken: (() => void) | undefined;

  constructor() {
    super({highWaterMark: 1});
  }

  get text(): string {
    return this.chunks.join('');
  }

  /** Takes the piece that waits; returns whether there was one. */
  take(): boolean {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
    return taken !== undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, taken: () => void): void {
    this.#taken = () => {
      this.chunks.push(chunk.toString());
      taken();
    };
  }
}

/** The error that a pipe gives when its reader has died. */
export function brokenPipe(): Error {
  return Object.assign(new Error('write EPIPE'), {code: 'EPIPE'});
}

import {type FileHandle, open, rm} from 'node:fs/promises';
import {ConfigError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';

/** A record that was refused, and why. */
export interface Reject {
  readonly stream: string;
  /** Undefined where it has none. */
  readonly key: string | undefined;
  /** Without secrets; undefined where it is not at hand. */
  readonly record: JsonObject | undefined;
  readonly reason: string;
  readonly serviceMessage?: string | undefined;
  readonly status?: number | undefined;
  /** In the input. */
  readonly line: number | undefined;
}

/** Where refused records go. */
export interface Rejects {
  add(reject: Reject): Promise<void>;
  /** Resolves when everything that was added is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** For a dry run, which leaves nothing behind. */
export const NO_REJECTS: Rejects = {
  add: async () => undefined,
  sync: async () => undefined,
  close: async () => undefined,
};

/** Keeps refused records in a file, one JSON object a line. The file is made when the first is refused. */
export class RejectsFile implements Rejects {
  readonly #path: string;
  readonly #redact: (text: string) => string;
  readonly #now: () => number;
  #file: FileHandle | undefined;
  #isSynced = true;

  private constructor(path: string, redact: (text: string) => string, now: () => number) {
    this.#path = path;
    this.#redact = redact;
    this.#now = now;
  }

  /** Throws `ConfigError` when the file could not be written, before anything depends on it. */
  static async at(path: string, redact: (text: string) => string, now: () => number): Promise<RejectsFile> {
    const rejects = new RejectsFile(path, redact, now);
    await rejects.#guarded(async () => {
      const isNew = await open(path, 'wx', 0o600).then(
        async (made) => {
          await made.close();
          return true;
        },
        () => false,
      );
      if (isNew) await rm(path);
      else await (await open(path, 'a')).close();
    });
    return rejects;
  }

  add(reject: Reject): Promise<void> {
    const {stream, key, record, reason, serviceMessage, status, line} = reject;
    const entry = {
      stream,
      key: key ?? null,
      record: record ?? null,
      reason,
      service_message: serviceMessage ?? null,
      status: status ?? null,
      line: line ?? null,
      rejected_at: new Date(this.#now()).toISOString(),
    };
    // Texts alone: numbers must stay what they are.
    const text = JSON.stringify(entry, (_name, value: unknown) =>
      typeof value === 'string' ? this.#redact(value) : value,
    );
    return this.#guarded(async () => {
      this.#file ??= await this.#open();
      await this.#file.appendFile(`${text}\n`);
      this.#isSynced = false;
    });
  }

  sync(): Promise<void> {
    if (this.#isSynced) return Promise.resolve();
    return this.#guarded(async () => {
      await this.#file?.sync();
      this.#isSynced = true;
    });
  }

  async close(): Promise<void> {
    await this.sync();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(): Promise<FileHandle> {
    const file = await open(this.#path, 'a+', 0o600);
    await file.chmod(0o600);
    const {size} = await file.stat();
    if (size === 0) return file;
    // What a crash left of a line must not spoil the next one.
    const {buffer} = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString() !== '\n') await file.appendFile('\n');
    return file;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new ConfigError([
        `The rejects file ${this.#path} cannot be written (${code}); see to the disk, or set another "rejects_path"`,
      ]);
    }
  }
}

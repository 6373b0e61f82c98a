import {execFile, spawn} from 'node:child_process';
import {chownSync, existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Held} from './values.js';

const execute = promisify(execFile);
const LARGE = {maxBuffer: 512 * 1024 * 1024};

/** A PostgreSQL server of our own on loopback, with its data in a folder that is thrown away. */
export class Postgres {
  readonly #port: number;
  readonly #bin: string;
  readonly #data: string;
  readonly #server: ReturnType<typeof spawn>;

  private constructor(port: number, bin: string, data: string, server: ReturnType<typeof spawn>) {
    this.#port = port;
    this.#bin = bin;
    this.#data = data;
    this.#server = server;
  }

  /** Starts a server; throws where PostgreSQL is not installed. */
  static async start(): Promise<Postgres> {
    const bin = binFolder();
    const data = mkdtempSync(join(tmpdir(), 'timesheet-taps-postgres-'));
    // The server refuses to run as root, so there another user owns the data.
    const owner = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
    if (owner !== undefined) {
      chownSync(data, owner.uid, owner.gid);
    }
    const as = owner ?? {};
    const init = ['--pgdata', data, '--username', 'interop', '--auth', 'trust', '--encoding', 'UTF8'];
    await execute(join(bin, 'initdb'), init, {...as, cwd: data});
    const port = await freePort();
    const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', data, '-c', 'fsync=off'];
    const server = spawn(join(bin, 'postgres'), args, {...as, cwd: data, stdio: 'ignore'});
    const postgres = new Postgres(port, bin, data, server);
    await postgres.#ready();
    return postgres;
  }

  /** What target-postgres wants to know. */
  get settings(): JsonObject {
    return {host: '127.0.0.1', port: this.#port, user: 'interop', password: 'none', database: 'postgres'};
  }

  /** The rows of all tables of a schema. */
  async held(schema: string): Promise<Held> {
    const list = `select table_name from information_schema.tables where table_schema = '${schema}'`;
    const tables = (await this.query(list)).split('\n').filter((name) => name !== '');
    const held: Record<string, JsonObject[]> = {};
    for (const table of tables) {
      const rows = await this.query(`select row_to_json(t) from "${schema}"."${table}" t`);
      held[table] = rows
        .split('\n')
        .filter((row) => row !== '')
        .map((row) => JSON.parse(row) as JsonObject);
    }
    return held;
  }

  /** The output of a query, unaligned. */
  async query(sql: string, ...format: readonly string[]): Promise<string> {
    const options = format.length === 0 ? ['-At'] : format;
    const connection = ['-h', '127.0.0.1', '-p', String(this.#port), '-U', 'interop', '-d', 'postgres'];
    const {stdout} = await execute(join(this.#bin, 'psql'), [...connection, ...options, '-c', sql], LARGE);
    return stdout.trimEnd();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('close', resolve));
    this.#server.kill('SIGINT');
    await ended;
    rmSync(this.#data, {recursive: true, force: true});
  }

  async #ready(): Promise<void> {
    for (let left = 100; left > 0; left--) {
      try {
        await this.query('select 1');
        return;
      } catch (error) {
        if (left === 1) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

function binFolder(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort() : [];
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('PostgreSQL is not installed (Debian: postgresql)');
  return join(root, newest, 'bin');
}

async function idsOf(user: string): Promise<{uid: number; gid: number}> {
  const {stdout: uid} = await execute('id', ['-u', user]);
  const {stdout: gid} = await execute('id', ['-g', user]);
  return {uid: Number(uid), gid: Number(gid)};
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

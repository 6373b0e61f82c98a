import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chownSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {JsonObject} from '../../protocol/core/json.js';
import {freePort} from '../support/free-port.js';
import {lastLines} from './pipeline.js';
import {programsFolder} from './postgres-programs.js';
import type {Held} from './values.js';

const execute = promisify(execFile);
const LARGE = {maxBuffer: 512 * 1024 * 1024};

/** Neither the machine's language nor what it calls its users matters. */
const INIT = ['--username', 'interop', '--auth', 'trust', '--encoding', 'UTF8', '--no-locale'];
/** No socket, whose path might be too long; and moments are told in UTC, wherever the machine is. */
const SERVE = ['-k', '', '-c', 'fsync=off', '-c', 'timezone=UTC'];

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

  /** Starts a server; throws where PostgreSQL is not installed, and with its last words where it does not start. */
  static async start(): Promise<Postgres> {
    const bin = programsFolder();
    // The server refuses to run as root, so there another user owns the data.
    const owner = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
    const data = mkdtempSync(join(tmpdir(), 'timesheet-taps-postgres-'));
    try {
      if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
      const options = {...owner, cwd: data, env: ownEnvironment()};
      await execute(join(bin, 'initdb'), ['--pgdata', data, ...INIT], options);
      const port = await freePort();
      const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...SERVE];
      const server = spawn(join(bin, 'postgres'), args, {...options, stdio: ['ignore', 'ignore', 'pipe']});
      const postgres = new Postgres(port, bin, data, server);
      await postgres.#ready();
      return postgres;
    } catch (error) {
      rmSync(data, {recursive: true, force: true});
      throw error;
    }
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
  async query(sql: string): Promise<string> {
    return this.#psql(['-At', '-c', sql]);
  }

  /** What psql prints for a file of SQL whose tables are those of a schema, in the format that the options say. */
  async file(path: string, schema: string, ...format: readonly string[]): Promise<string> {
    return this.#psql([...format, '-f', path], {PGOPTIONS: `-c search_path=${schema}`});
  }

  async #psql(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const connection = ['-h', '127.0.0.1', '-p', String(this.#port), '-U', 'interop', '-d', 'postgres'];
    const all = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...connection, ...args];
    const options = {...LARGE, env: {...ownEnvironment(), ...env}};
    const {stdout} = await execute(join(this.#bin, 'psql'), all, options);
    return stdout.trimEnd();
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode === null && this.#server.signalCode === null) {
      const ended = once(this.#server, 'close');
      this.#server.kill('SIGINT');
      await ended;
    }
    rmSync(this.#data, {recursive: true, force: true});
  }

  async #ready(): Promise<void> {
    const said: Buffer[] = [];
    let failure: Error | undefined;
    // Read to the end, since a server that nobody listens to stops when the pipe is full.
    this.#server.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    this.#server.once('error', (error) => {
      failure = error;
    });
    for (let left = 300; left > 0; left--) {
      if (failure !== undefined) throw failure;
      if (this.#server.exitCode !== null) {
        throw new Error(`PostgreSQL did not start: ${lastLines(Buffer.concat(said).toString())}`);
      }
      const answer = await this.query('select 1').catch(() => undefined);
      if (answer === '1') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`PostgreSQL does not answer: ${lastLines(Buffer.concat(said).toString())}`);
  }
}

/** The environment without what would lead PostgreSQL's programs to another server, or make them another one's. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
}

async function idsOf(user: string): Promise<{uid: number; gid: number}> {
  try {
    const {stdout: uid} = await execute('id', ['-u', user]);
    const {stdout: gid} = await execute('id', ['-g', user]);
    return {uid: Number(uid), gid: Number(gid)};
  } catch {
    throw new Error(`PostgreSQL does not run as root, and there is no user ${user} to run it as`);
  }
}

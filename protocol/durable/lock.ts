import {randomUUID} from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {dirname} from 'node:path';
import {ConfigError} from '../core/errors.js';
import {isObject} from '../core/json.js';

/** How often a holder shows that it is alive, for those who can't look at its process. */
const BEAT_MILLIS = 5000;
/** A holder on another machine, or in another container, that was silent for so long is dead. */
const SILENCE_MILLIS = 60_000;

/** A file that at most one process works with. */
export interface Lock {
  release(): void;
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process was started, as the system counts it, since numbers of processes come again; "" where that is not told. */
  readonly started: string;
  readonly token: string;
}

/**
 * Locks `<path>.lock` for this process. What a process left behind that was killed is taken over at once. `what` names what
 * is locked in messages. Throws `ConfigError` when somebody else has it.
 */
export function acquireLock(path: string, what: string): Lock {
  const file = `${path}.lock`;
  const own: Holder = {
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid),
    token: randomUUID(),
  };
  try {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700});
    take(file, own, what, path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([`The ${what} ${path} cannot be locked (${code}); make its folder writable`]);
  }
  const beat = setInterval(() => touch(file), BEAT_MILLIS);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (holderOf(file)?.token === own.token) rmSync(file, {force: true});
    },
  };
}

function take(file: string, own: Holder, what: string, path: string): void {
  // Linking puts the lock there whole or not at all, and not where there is one.
  const draft = `${file}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), {mode: 0o600});
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (link(draft, file)) return;
      const holder = holderOf(file);
      if (holder !== undefined && isAlive(holder, file)) {
        throw new ConfigError([
          `The ${what} ${path} is in use by process ${holder.pid} on ${holder.host}; end that one first, or use another ${what}`,
        ]);
      }
      discardDead(file, holder, own.token);
    }
    throw new ConfigError([`The ${what} ${path} is taken and left again and again; see who else uses it`]);
  } finally {
    rmSync(draft, {force: true});
  }
}

/** Moves a dead holder's lock away. Where that turns out to be another's, who was quicker than we, it is put back. */
function discardDead(file: string, dead: Holder | undefined, token: string): void {
  const grave = `${file}.${token}.dead`;
  try {
    renameSync(file, grave);
  } catch {
    return;
  }
  if (dead !== undefined && holderOf(grave)?.token !== dead.token) link(grave, file);
  rmSync(grave, {force: true});
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whose lock it is; undefined for one that is gone or says nothing. */
function holderOf(file: string): Holder | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isObject(said)) return undefined;
    const {host, pid, started, token} = said;
    if (typeof host !== 'string' || typeof pid !== 'number') return undefined;
    return {host, pid, started: String(started ?? ''), token: String(token ?? '')};
  } catch {
    return undefined;
  }
}

function isAlive({host, pid, started}: Holder, file: string): boolean {
  if (host !== hostname())
    return Date.now() - (statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 0) < SILENCE_MILLIS;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is a process, too.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return startOf(pid) === started;
}

/** When a process was started, in the system's own ticks; "" where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it is in parentheses, and may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Whoever took it away will be noticed when it is wanted again.
  }
}

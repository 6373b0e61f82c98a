import {createHash, randomUUID} from 'node:crypto';
import {
  copyFileSync,
  linkSync,
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
import {fileOf} from './file-of.js';
import {makeFolder} from './make-folder.js';

/** How often a holder shows that it is alive, for those who can't look at its process. */
const BEAT_MILLIS = 5000;
/** A holder on another machine, or in another container, that was silent for so long is dead. */
const SILENCE_MILLIS = 60_000;
/** So often it may change whose lock it is while we try, before something must be wrong. */
const MOST_ATTEMPTS = 20;

/** A file that at most one process works with. */
export interface Lock {
  release(): void;
}

/** Who has a lock, as its file says. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process was started, as the system counts it, since numbers of processes come again; "" where that is not told. */
  readonly started: string;
  readonly token: string;
}

/** The same, and where it was read. */
interface FoundHolder extends Holder {
  readonly file: string;
}

/**
 * Locks `<path>.lock` for this process. What a process left behind that was killed is taken over at once. `what` names what
 * is locked in messages. Throws `ConfigError` when somebody else has it.
 */
export function acquireLock(path: string, what: string): Lock {
  const file = `${fileOf(path)}.lock`;
  const own: Holder = {
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid),
    token: randomUUID(),
  };
  try {
    makeFolder(dirname(file));
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
      if (holderIn(file)?.token === own.token) rmSync(file, {force: true});
    },
  };
}

function take(file: string, own: Holder, what: string, path: string): void {
  // Linking puts a file there whole or not at all, and not where there is one.
  const draft = `${file}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), {mode: 0o600});
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (link(draft, file)) return;
      const holders = holdersFrom(file);
      const last = holders.at(-1);
      // It was there a moment ago, and is not any more.
      if (last === undefined) continue;
      if (isAlive(last)) {
        throw new ConfigError([
          `The ${what} ${path} is in use by process ${last.pid} on ${last.host}; end that one first, or use another ${what}`,
        ]);
      }
      if (succeed(file, draft, holders)) return;
    }
    throw new ConfigError([`The ${what} ${path} is taken and left again and again; see who else uses it`]);
  } finally {
    rmSync(draft, {force: true});
  }
}

/** Where whoever succeeds a dead holder says so. There is only one such place, and so only one successor. */
function placeAfter(file: string, {token}: Holder): string {
  return `${file}.after-${token}`;
}

/** The holders of a lock from the one in its file on, each the successor of a dead one; none where nobody has it. */
function holdersFrom(file: string): FoundHolder[] {
  const holders: FoundHolder[] = [];
  for (let at = file; ; ) {
    const holder = holderIn(at);
    if (holder === undefined) return holders;
    holders.push({...holder, file: at});
    at = placeAfter(file, holder);
  }
}

/**
 * Takes the place of the last of several dead holders; false where somebody else was quicker. The lock's file is exchanged in
 * one step, so that it is never missing; the places of successors go only after that. Whoever finds them gone and puts
 * himself there sees by the file that he came too late.
 */
function succeed(file: string, draft: string, holders: readonly FoundHolder[]): boolean {
  const [first] = holders;
  const last = holders.at(-1);
  if (first === undefined || last === undefined) return false;
  const place = placeAfter(file, last);
  if (!link(draft, place)) return false;
  if (holderIn(file)?.token !== first.token) {
    rmSync(place, {force: true});
    return false;
  }
  const copy = `${draft}.new`;
  copyFileSync(draft, copy);
  renameSync(copy, file);
  for (const holder of holders) rmSync(placeAfter(file, holder), {force: true});
  return true;
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

/** Whose lock a file is; undefined where there is none. One that says nothing is nobody's that lives. */
function holderIn(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const {host, pid, started, token} = membersOf(text);
  return {
    host: typeof host === 'string' ? host : hostname(),
    pid: typeof pid === 'number' ? pid : 0,
    started: String(started ?? ''),
    // It becomes part of a name.
    token:
      typeof token === 'string' && /^[\w-]{1,64}$/.test(token)
        ? token
        : createHash('sha256').update(text).digest('hex'),
  };
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(text);
    return isObject(said) ? said : {};
  } catch {
    return {};
  }
}

function isAlive({host, pid, started, file}: FoundHolder): boolean {
  if (host !== hostname())
    return Date.now() - (statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 0) < SILENCE_MILLIS;
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
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

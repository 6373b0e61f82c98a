import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import type {Ended} from '../support/process.js';

/** A catalog that selects these streams, with all that they select by default. */
export function selecting(...streams: string[]) {
  return {
    streams: streams.map((name) => ({
      tap_stream_id: name,
      metadata: [{breadcrumb: [], metadata: {selected: true}}],
    })),
  };
}

/** The address of any page of a list but the first. */
export function laterPageOf(list: string): RegExp {
  return new RegExp(`/${list}\\?(.*&)?(cursor=|page=[2-9])`);
}

/** Resolves with everything a stream said so far, once that matches. */
export function said(stream: Readable, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer) => {
      text += chunk;
      if (!pattern.test(text)) return;
      stream.off('data', listen);
      resolve(text);
    };
    stream.on('data', listen).once('end', () => reject(new Error(`never said ${pattern}: ${text}`)));
  });
}

/** How a process ended, whether or not anybody reads what it said. */
export async function endOf(child: ChildProcess): Promise<{signal: unknown; seconds: number}> {
  const began = Date.now();
  const [, signal] = await once(child, 'exit');
  const seconds = (Date.now() - began) / 1000;
  child.stdout?.destroy();
  child.stderr?.destroy();
  return {signal, seconds};
}

/** The lines of a run's log, without its table of numbers. */
export function logLines({stderr}: Ended): string[] {
  return stderr.split('\n').filter((line) => /^(DEBUG|INFO|WARNING|ERROR|CRITICAL) /.test(line));
}

/** A folder for files of one test. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'tap-'));

  /** Writes a file that nobody else can read; returns its path. */
  file(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content, {mode: 0o600});
    return path;
  }

  remove(): void {
    rmSync(this.path, {recursive: true});
  }
}

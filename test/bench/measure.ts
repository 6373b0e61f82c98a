import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, openSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** How long a program took and how much memory it had at its peak. */
export interface Measured {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Runs a program of the build to its end with stdout to /dev/null. Throws when it fails. */
export async function measure(script: string, args: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-bench-'));
  const peak = join(folder, 'peak');
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', here('report-peak.js'), script, ...args], {
    stdio: ['ignore', openSync('/dev/null', 'w'), 'pipe'],
    env: {...process.env, PEAK_FILE: peak, LOGLEVEL: 'warning'},
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${errors}`);
  const peakMegabytes = Number(readFileSync(peak, 'utf8')) / 1024;
  rmSync(folder, {recursive: true});
  return {seconds, peakMegabytes};
}

/** The path of a compiled file beside this one. */
export function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

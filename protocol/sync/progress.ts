import type {SingleBar} from 'cli-progress';
import type {Clock} from '../core/clock.js';
import type {Log} from '../core/log.js';
import type {StderrLog} from './stderr-log.js';
import {type Counts, labelOf, type StreamTally} from './tally.js';

const REDRAW_MILLIS = 100;
const METRIC_MILLIS = 60_000;

/** Shows how far a run has got. */
export interface Progress {
  /** Counts have changed. */
  update(): void;
  stop(): void;
}

/** For logs: the records of the streams that are being read, as a metric once a minute. */
export function loggedProgress(tallies: Counts, log: Log, clock: Clock): Progress {
  let last = clock.now();
  return {
    update() {
      if (clock.now() - last < METRIC_MILLIS) return;
      last = clock.now();
      for (const {stream, account, records, began, ended} of tallies.all) {
        if (began === undefined || ended !== undefined) continue;
        log.metric({
          type: 'counter',
          metric: 'record_count',
          value: records,
          tags: {stream, ...(account === undefined ? {} : {account}), status: 'running'},
        });
      }
    },
    stop() {},
  };
}

/**
 * For people at a terminal: a bar for each stream that is being read, drawn on stderr; a stream that has ended becomes
 * a line above them, so that the bars never need more room than a screen has.
 */
export async function barProgress(tallies: Counts, log: StderrLog, clock: Clock): Promise<Progress> {
  const {MultiBar} = (await import('cli-progress')).default;
  const bars = new MultiBar({
    format: '{stream} {bar} {count} {rate}',
    barCompleteChar: '\u2588',
    barIncompleteChar: '\u2591',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: true,
    barsize: 24,
    forceRedraw: true,
    emptyOnZero: true,
  });
  const width = Math.max(...tallies.all.map((tally) => labelOf(tally).length));
  const shown = new Map<StreamTally, SingleBar>();
  const told = new Set<StreamTally>();
  let last = 0;

  const draw = () => {
    for (const tally of tallies.all) {
      if (tally.began === undefined || told.has(tally)) continue;
      if (tally.ended !== undefined) {
        told.add(tally);
        const bar = shown.get(tally);
        if (bar !== undefined) bars.remove(bar);
        bars.log(`${labelOf(tally).padEnd(width)} ${tally.records} records, ${tally.outcome}\n`);
        continue;
      }
      const bar = shown.get(tally) ?? bars.create(1, 0, {stream: labelOf(tally).padEnd(width)});
      shown.set(tally, bar);
      bar.setTotal(Math.max(tally.announced, tally.records + 1));
      bar.update(tally.records, {count: countOf(tally), rate: rateOf(tally, clock)});
    }
    bars.update();
  };
  // Lines go above the bars; without a line end, the display would swallow the next one.
  log.through((line) => bars.log(`${line}\n`));
  return {
    update() {
      if (clock.now() - last < REDRAW_MILLIS) return;
      last = clock.now();
      draw();
    },
    stop() {
      draw();
      bars.stop();
      log.through(undefined);
    },
  };
}

function countOf({records, announced}: StreamTally): string {
  return announced > 0 ? `${records}/${announced}` : String(records);
}

function rateOf({records, began}: StreamTally, clock: Clock): string {
  const seconds = (clock.now() - (began ?? 0)) / 1000;
  return seconds < 0.5 ? '' : `${Math.round(records / seconds)}/s`;
}

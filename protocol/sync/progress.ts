import type {MultiBar, SingleBar} from 'cli-progress';
import type {Clock} from '../core/clock.js';
import type {StderrLog} from './stderr-log.js';
import type {StreamTally, Tallies} from './tally.js';

const REDRAW_MILLIS = 100;
const METRIC_MILLIS = 60_000;

/** Shows how far a run has got. */
export interface Progress {
  /** Counts have changed. */
  update(): void;
  stop(): void;
}

/** For logs: the records of the streams that are being read, as a metric once a minute. */
export function loggedProgress(tallies: Tallies, log: StderrLog, clock: Clock): Progress {
  let last = clock.now();
  return {
    update() {
      if (clock.now() - last < METRIC_MILLIS) return;
      last = clock.now();
      for (const {stream, records, began, ended} of tallies.all) {
        if (began === undefined || ended !== undefined) continue;
        log.metric({
          type: 'counter',
          metric: 'record_count',
          value: records,
          tags: {stream, status: 'running'},
        });
      }
    },
    stop() {},
  };
}

/** For people at a terminal: a bar per stream, drawn on stderr. */
export async function barProgress(tallies: Tallies, log: StderrLog, clock: Clock): Promise<Progress> {
  const {MultiBar: Bars} = (await import('cli-progress')).default;
  const bars: MultiBar = new Bars({
    format: '{stream} {bar} {records} {rate}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
    barsize: 24,
    noTTYOutput: false,
    forceRedraw: true,
    emptyOnZero: true,
  });
  const width = Math.max(...tallies.all.map(({stream}) => stream.length));
  const shown = new Map<StreamTally, SingleBar>();
  let last = 0;
  const draw = () => {
    for (const tally of tallies.all) {
      if (tally.began === undefined) continue;
      let bar = shown.get(tally);
      if (bar === undefined) {
        bar = bars.create(1, 0, {stream: tally.stream.padEnd(width), records: '', rate: ''});
        shown.set(tally, bar);
      }
      const total = Math.max(
        tally.announced,
        tally.ended === undefined ? tally.records + 1 : tally.records,
        1,
      );
      bar.setTotal(total);
      bar.update(tally.ended === undefined || tally.outcome === 'failed' ? tally.records : total, {
        records: `${tally.records}${tally.announced > 0 ? `/${tally.announced}` : ''}`,
        rate: rateOf(tally, clock),
      });
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

function rateOf(tally: StreamTally, clock: Clock): string {
  if (tally.outcome !== 'pending') return tally.outcome;
  const seconds = ((tally.ended ?? clock.now()) - (tally.began ?? 0)) / 1000;
  return seconds < 0.5 ? '' : `${Math.round(tally.records / seconds)}/s`;
}

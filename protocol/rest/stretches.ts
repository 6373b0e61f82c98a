import type {ReadRequest} from '../core/source.js';
import {addDays, addMonths, windowOf} from '../core/windows.js';
import type {ReadPage} from './complete-list.js';
import type {DatedStream} from './declaration.js';
import {CutError} from './numbered-pages.js';
import {type ListWish, listPages, type Reader} from './reader.js';

/** A stretch of calendar days; both ends belong to it. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The ends of time: nobody worked before, and no plan reaches beyond. */
export const FIRST_DAY = '1900-01-02';
export const LAST_DAY = '2199-12-30';

/**
 * A service may place a row on another day than we do, by its user's or its company's time zone; so each stretch is
 * asked for with a day more on both sides, and what comes twice is sent once.
 */
const MARGIN_DAYS = 1;

/** A response with so many rows that can't be had in pages is taken for one that was cut, or soon will be. */
const NEAR_THE_CAP = 2300;

/** What both ask for. Empty, with its ends the wrong way round, where they have no day in common. */
export function intersection(left: Days, right: Days): Days {
  return {
    from: left.from > right.from ? left.from : right.from,
    to: left.to < right.to ? left.to : right.to,
  };
}

/**
 * Days cut into months, oldest first. What lies before the first day that is likely to have rows, and after the
 * current month, comes in one piece each: it is probably empty, but must not be left out.
 */
export function monthsOf(days: Days, firstDay: string | undefined, today: string): Days[] {
  const first = windowOf(firstDay ?? addMonths(today, -YEARS_BACK * 12), 'month').from;
  const stretches: Days[] = [{from: FIRST_DAY, to: addDays(first, -1)}];
  for (let from = first; from <= today; ) {
    const {to} = windowOf(from, 'month');
    stretches.push({from, to});
    from = addDays(to, 1);
  }
  stretches.push({from: addDays(stretches.at(-1)?.to ?? first, 1), to: LAST_DAY});
  return stretches.map((stretch) => intersection(stretch, days)).filter(({from, to}) => from <= to);
}

/** How far back months are read one by one where nothing tells when the first rows may be. */
const YEARS_BACK = 10;

/** The rows of a stretch; one that may have been cut is read again in two halves. */
export async function* readStretch(
  reader: Reader,
  request: ReadRequest,
  stream: DatedStream,
  wish: ListWish,
  days: Days,
): AsyncGenerator<ReadPage> {
  const params = {...wish.params, [stream.between.param]: stretchValue(stream, days)};
  try {
    // A single day can't be halved, so that there only the cap itself tells that something is missing.
    const most = days.from === days.to ? {} : {most: NEAR_THE_CAP};
    yield* listPages(reader, request, {...wish, params, ...most});
    return;
  } catch (error) {
    if (!(error instanceof CutError) || days.from === days.to) throw error;
    reader.log.debug(
      `${days.from} to ${days.to} holds too many rows for one response and is halved`,
      stream.name,
    );
  }
  const middle = middleOf(days);
  yield* readStretch(reader, request, stream, wish, {from: days.from, to: middle});
  yield* readStretch(reader, request, stream, wish, {from: addDays(middle, 1), to: days.to});
}

/** Both ends of a stretch as the service wants them, with the margin. */
export function stretchValue({between}: DatedStream, {from, to}: Days): readonly [string, string] {
  const first = addDays(from, -MARGIN_DAYS);
  const last = addDays(to, MARGIN_DAYS);
  // The end of the last day is the beginning of the one after it.
  return between.form === 'dates' ? [first, last] : [`${first}T00:00:00Z`, `${addDays(last, 1)}T00:00:00Z`];
}

function middleOf({from, to}: Days): string {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return addDays(from, Math.floor(days / 2));
}

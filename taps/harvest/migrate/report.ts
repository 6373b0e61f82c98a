import type {JsonObject, VerbReport} from '../../../protocol/index.js';
import {ORIGINS, type Origin} from './counterparts.js';
import type {How, Item} from './item.js';

/** Everything that is to be told at the end. */
export interface Outcome {
  readonly from: Origin;
  readonly files: readonly string[];
  readonly items: readonly Item[];
  /** What is wrong with the new config, a sentence for each. */
  readonly problems: readonly string[];
  /** The command that reads with the new files. */
  readonly next: string;
}

/** What holds for all streams, whatever the files say. */
const REMARKS: readonly string[] = [
  'Bookmarks begin one day before theirs, which are the newest change that a run saw and may have passed rows that changed while it went on.',
  'Rows that are in tables already keep the columns that they have: fields that differ are filled for rows read from now on. Leave the state away to read everything anew, or where rows are missing that the other connector went past.',
  'The first run reads the messages and payments of all invoices and estimates once, from start_date on.',
];

const HEADINGS: Readonly<Record<Item['part'], string>> = {
  config: 'Settings',
  catalog: 'Streams and fields',
  state: 'Bookmarks',
};

/** What was translated to what, for people and for programs. */
export function reportOf({from, files, items, problems, next}: Outcome): VerbReport {
  const json: JsonObject = {
    from,
    files: [...files],
    items: items.map((one): JsonObject => ({...one})),
    remarks: [...REMARKS],
    problems: [...problems],
    next,
  };
  const sections = (['config', 'catalog', 'state'] as const).flatMap((part) => {
    const own = items.filter((one) => one.part === part);
    return own.length === 0 ? [] : ['', HEADINGS[part], ...lines(own)];
  });
  const todo = problems.length === 0 ? [] : ['', 'Still to do', ...problems.map((one) => `  ${one}`)];
  const text = [
    `Translated from ${ORIGINS[from]}: ${counts(items)}`,
    ...files.map((path) => `  wrote ${path}`),
    ...sections,
    '',
    'To know',
    ...REMARKS.map((one) => `  ${one}`),
    ...todo,
    '',
    `Next: ${next}`,
  ].join('\n');
  return {json, text};
}

/** A line for each item; of what is new, one for all of which the same is to be said. */
function lines(items: readonly Item[]): string[] {
  const fresh = new Map<string | undefined, Item>();
  for (const one of items.filter(({theirs}) => theirs === undefined)) {
    const before = fresh.get(one.note);
    fresh.set(one.note, before === undefined ? one : {...one, ours: `${before.ours}, ${one.ours}`});
  }
  return [...items.filter(({theirs}) => theirs !== undefined), ...fresh.values()].map(line);
}

function line({theirs, ours, how, note}: Item): string {
  const move =
    theirs === undefined
      ? `${ours}`
      : ours === undefined || ours === theirs
        ? theirs
        : `${theirs} -> ${ours}`;
  const details = note === undefined ? '' : `: ${note}`;
  return `  [${how}] ${move}${details}`;
}

function counts(items: readonly Item[]): string {
  const order: readonly How[] = ['same', 'translated', 'approximate', 'guessed', 'left out', 'new'];
  return order
    .map((how) => [how, items.filter((one) => one.how === how).length] as const)
    .filter(([, count]) => count > 0)
    .map(([how, count]) => `${count} ${how}`)
    .join(', ');
}

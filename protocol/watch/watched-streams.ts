import {UsageError} from '../core/errors.js';
import type {Declaration} from '../rest/declaration.js';
import type {Subject, Webhooks} from './webhooks.js';

/** The streams that events about a subject bring: its own, and those derived from its rows. */
export function streamsOfSubject({rowsOf}: Subject, declarations: readonly Declaration[]): string[] {
  return declarations
    .filter((one) => one === rowsOf || (one.kind === 'derived' && one.parent === rowsOf))
    .map(({name}) => name);
}

/**
 * The subjects that some words name, in any case and number: the service's word, a stream's name, or another. Undefined
 * where there are no words. Throws `UsageError` for a word that names none.
 */
export function subjectsNamed(
  {subjects}: Webhooks,
  declarations: readonly Declaration[],
  words: readonly string[],
): readonly Subject[] | undefined {
  const asked = words.flatMap((word) => word.split(',')).map((word) => word.trim());
  const wanted = asked.filter((word) => word !== '');
  if (wanted.length === 0) return undefined;
  const found = new Set(wanted.map((word) => subjectNamed(subjects, declarations, word)));
  return subjects.filter((subject) => found.has(subject));
}

function subjectNamed(
  subjects: readonly Subject[],
  declarations: readonly Declaration[],
  word: string,
): Subject {
  const wanted = plain(word);
  const subject = subjects.find((one) =>
    [one.name, ...one.words, ...streamsOfSubject(one, declarations)].some((name) => plain(name) === wanted),
  );
  if (subject !== undefined) return subject;
  const known = subjects.map(({name}) => name).join(', ');
  throw new UsageError(`There are no events for ${JSON.stringify(word)}; --events takes ${known}`);
}

/** A word without what people write in different ways: case, underscores, the plural. */
function plain(word: string): string {
  const bare = word.toLowerCase().replace(/[^a-z0-9]/g, '');
  return bare.replace(/ies$/, 'y').replace(/s$/, '');
}

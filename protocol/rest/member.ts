import {earliestOf} from '../core/bookmark.js';
import type {ReadRequest, WantedStream} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import type {Declaration} from './declaration.js';
import {startOf, wantedOf} from './reader.js';
import type {Relation} from './relation.js';
import type {Service} from './service.js';

const DAY = 86_400_000;

/** How one stream takes part in the reading of a list. */
export interface Member<Kind extends Declaration = Declaration> {
  readonly stream: Kind;
  readonly wanted: WantedStream;
  /** Rows that changed before are left out; undefined: all are wanted. */
  readonly start: string | undefined;
  /** Whether it is this stream's turn to see everything again. */
  readonly full: boolean;
}

/** A stream of a list that can be asked for changes without doubt. */
export function plainMember<Kind extends Declaration>(stream: Kind, request: ReadRequest): Member<Kind> {
  const wanted = wantedOf(stream, request);
  return {stream, wanted, start: startOf(wanted, request), full: false};
}

/**
 * A stream whose changes are found by means that may miss some, so that it is read in full every few days. A relative
 * or later start does not hide what changed since the bookmark then either.
 */
export function doubtingMember<Kind extends Declaration>(
  stream: Kind,
  request: ReadRequest,
  service: Service,
): Member<Kind> {
  const wanted = wantedOf(stream, request);
  const {span} = request;
  const full = span.backfill || wanted.value === undefined || fullPassIsDue(wanted, request, service);
  const start = startOf(wanted, request);
  return {stream, wanted, start: full ? earliestOf(span.start, start) : start, full};
}

/** What the user wants embedded in a stream's records, as far as the fields for it are selected. */
export function includedIn(service: Service, {stream, wanted}: Member): readonly Relation[] {
  return (service.include?.[stream.name] ?? []).filter(({name}) => wanted.fields.has(name));
}

/** Whether a stream was last read in full so long ago that it is time again. */
export function fullPassIsDue(
  {bookmark}: WantedStream,
  {signpost}: ReadRequest,
  {fullPassDays = 7}: Service,
): boolean {
  const now = epochMillis(signpost) ?? 0;
  const last = epochMillis(String(bookmark?.last_full_pass ?? ''));
  return last === undefined || last > now || last + fullPassDays * DAY <= now;
}

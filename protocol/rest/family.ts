import type {JsonObject} from '../core/json.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {type ChildGroup, childPlan, readChildren} from './children.js';
import type {ChildStream, Declaration, ListStream} from './declaration.js';
import {type ListTrack, listPlan, readList} from './list.js';
import {Parents} from './parents.js';
import {type Reader, refusal, tellLacking, throwIfFatal, wantedOf} from './reader.js';

/**
 * Reads a list together with everything that hangs on it: the list once, from the earliest point that any of the
 * streams needs, with the derived rows taken out of its pages; then the children of the parents seen.
 */
export async function* readFamily(
  reader: Reader,
  root: ListStream,
  members: readonly Declaration[],
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const embedded = members.flatMap((one) =>
    one.kind === 'list' || (one.kind === 'derived' && one.parent.kind === 'list') ? [one] : [],
  );
  const families = resumedFirst(childGroups(members), request.resumeWith).map((group) => {
    const plan = childPlan(group, request, reader.service);
    return {plan, parents: new Parents(plan)};
  });
  const memory: JsonObject = root.dates === undefined ? {} : {end_date: request.endDate};
  const parentsSince = families.map(({plan}) => plan.since);
  const plan = listPlan(reader, root, embedded, parentsSince, request);
  const track: ListTrack = {hadSuccess: false, lost: new Set()};
  for (const one of embedded) yield {kind: 'started', stream: one.name};
  try {
    const parents = families.map((family) => family.parents);
    const remembered = yield* readList(reader, plan, parents, track, request);
    tellLacking(reader, root.name);
    for (const {stream, full} of plan.members) {
      if (track.lost.has(stream.name)) continue;
      const {unsteady, ...shared} = remembered ?? {};
      yield {
        kind: 'complete',
        stream: stream.name,
        bookmark: {
          ...memory,
          ...shared,
          ...(stream === root ? {unsteady} : {}),
          ...(full ? {last_full_pass: request.signpost} : {}),
        },
      };
    }
  } catch (error) {
    throwIfFatal(error, request);
    for (const one of members) {
      yield refusal(reader, one.name, wantedOf(one, request), error, track.hadSuccess);
    }
    return;
  }
  for (const {plan: childrenPlan, parents} of families) {
    yield* readChildren(reader, childrenPlan, parents, request, memory);
  }
}

/** The wanted streams that hang on each kind of child list, by that list. */
function childGroups(members: readonly Declaration[]): ChildGroup[] {
  const groups = new Map<ChildStream, ChildGroup>();
  for (const one of members) {
    const child = one.kind === 'child' ? one : one.kind === 'derived' ? one.parent : undefined;
    if (child?.kind !== 'child' || (one.kind !== 'child' && one.kind !== 'derived')) continue;
    groups.set(child, {child, streams: [...(groups.get(child)?.streams ?? []), one]});
  }
  return [...groups.values()];
}

/** The children from the interrupted one on, then those before it. */
function resumedFirst(groups: readonly ChildGroup[], resumeWith: string | undefined): readonly ChildGroup[] {
  const at = groups.findIndex(({streams}) => streams.some(({name}) => name === resumeWith));
  return at <= 0 ? groups : [...groups.slice(at), ...groups.slice(0, at)];
}

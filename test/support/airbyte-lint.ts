import {bodyOf, objectIn} from './airbyte.js';
import type {Message} from './messages.js';

/** The order of a stream's statuses. */
const NEXT: Record<string, readonly string[]> = {
  none: ['STARTED'],
  STARTED: ['RUNNING', 'COMPLETE', 'INCOMPLETE'],
  RUNNING: ['RUNNING', 'COMPLETE', 'INCOMPLETE'],
  COMPLETE: [],
  INCOMPLETE: [],
};

/** What is wrong with the messages of a `read`, as sentences; none when the platform would take them all. */
export function lintRead(messages: readonly Message[]): string[] {
  const problems: string[] = [];
  const status = new Map<string, string>();
  const records = new Map<string, number>();
  const states = new Map<string, string>();
  for (const message of messages) {
    const body = bodyOf(message);
    if (message.type === 'RECORD') {
      const name = String(body.stream);
      records.set(name, (records.get(name) ?? 0) + 1);
      if (status.get(name) !== 'RUNNING') problems.push(`${name} has a record while ${status.get(name)}`);
      if (!Number.isInteger(body.emitted_at)) problems.push(`${name} has a record without its time`);
    } else if (message.type === 'STATE') {
      const {stream_descriptor, stream_state} = objectIn(body.stream);
      const name = String(objectIn(stream_descriptor).name);
      const {recordCount} = objectIn(body.sourceStats);
      if (body.type !== 'STREAM') problems.push(`${name} has a state of type ${String(body.type)}`);
      if (recordCount !== (records.get(name) ?? 0)) {
        problems.push(`${name} counts ${String(recordCount)} of ${records.get(name) ?? 0} records`);
      }
      const text = JSON.stringify(stream_state);
      if (text === states.get(name) && recordCount !== 0) problems.push(`${name} tells ${text} twice`);
      states.set(name, text);
      records.set(name, 0);
      if (status.get(name) === 'COMPLETE') problems.push(`${name} has a state after it is complete`);
    } else if (message.type === 'TRACE' && body.type === 'STREAM_STATUS') {
      const {stream_descriptor, status: next} = objectIn(body.stream_status);
      const name = String(objectIn(stream_descriptor).name);
      const before = status.get(name) ?? 'none';
      if (!(NEXT[before] ?? []).includes(String(next)))
        problems.push(`${name} goes from ${before} to ${String(next)}`);
      status.set(name, String(next));
      if (next !== 'COMPLETE') continue;
      if (!states.has(name)) problems.push(`${name} is complete without a state`);
      if ((records.get(name) ?? 0) > 0)
        problems.push(`${name} is complete with records that no state covers`);
    } else if (!['LOG', 'TRACE'].includes(message.type)) {
      problems.push(`${message.type} is no message of a read`);
    }
  }
  for (const [name, last] of status) {
    if (NEXT[last]?.length !== 0) problems.push(`${name} ends ${last}`);
  }
  return [...new Set(problems)].slice(0, 25);
}

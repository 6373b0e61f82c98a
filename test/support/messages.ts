import {isObject, type JsonObject} from '../../protocol/core/json.js';

/** One message of Singer's dialect, as plain JSON. */
export type Message = JsonObject & {type: string};

/** The messages of a run; throws for a line that is none, as a target would. */
export function messagesIn(stdout: string): Message[] {
  if (stdout === '') return [];
  if (!stdout.endsWith('\n')) throw new Error('the last line is not ended');
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const message: unknown = JSON.parse(line);
      if (!isObject(message) || typeof message.type !== 'string') throw new Error(`no message: ${line}`);
      return {...message, type: message.type};
    });
}

/** The records of one stream, in the order in which they came. */
export function recordsOf(messages: readonly Message[], stream: string): JsonObject[] {
  return messages.flatMap((message) =>
    message.type === 'RECORD' && message.stream === stream && isObject(message.record)
      ? [message.record]
      : [],
  );
}

/** The values of all STATE messages. */
export function statesIn(messages: readonly Message[]): JsonObject[] {
  return messages.flatMap((message) =>
    message.type === 'STATE' && isObject(message.value) ? [message.value] : [],
  );
}

/** The last state of a run; throws when there was none. */
export function lastState(messages: readonly Message[]): JsonObject {
  const state = statesIn(messages).at(-1);
  if (state === undefined) throw new Error('the run told no state');
  return state;
}

import {pipeline, Readable} from 'node:stream';
import split2 from 'split2';
import {DataError, messageOf, TapError} from '../core/errors.js';
import {type Message, messageIn} from './messages.js';

const LINE_END = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
/** Bytes. V8's longest text has about twice as many characters. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** A message, and the number of the line that it stood in. */
export interface Numbered {
  readonly line: number;
  readonly message: Message;
}

/**
 * The messages of an input, one by one; no more is read while one is being worked on. Throws `DataError` with the number of
 * the line for what is no message, and when the input breaks off within one.
 */
export async function* readMessages(input: Readable): AsyncGenerator<Numbered, void, void> {
  const end = {isTorn: false};
  // What is wrong with the input reaches us through the lines.
  const lines: Readable = pipeline(Readable.from(wholeLines(input, end)), split2(), () => undefined);
  let line = 0;
  try {
    for await (const text of lines as AsyncIterable<string>) {
      line++;
      const whole = line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
      if (whole.trim() === '') continue;
      yield {line, message: await understood(whole, line, lines, end)};
    }
  } finally {
    input.destroy();
  }
}

async function understood(
  text: string,
  line: number,
  lines: Readable,
  end: {readonly isTorn: boolean},
): Promise<Message> {
  try {
    return messageIn(text, `Line ${line} of the input`);
  } catch (error) {
    if (!end.isTorn || !(await isOver(lines))) throw error;
    throw new DataError(
      `The input breaks off within line ${line}: the tap ended before it was done; what came before is written`,
      'config',
    );
  }
}

/** Whether nothing follows. Asked only when the whole input is there already. */
async function isOver(lines: Readable): Promise<boolean> {
  if (lines.readableEnded) return true;
  const {done} = await lines.iterator({destroyOnReturn: false}).next();
  return done === true;
}

/**
 * The input in pieces that end no line halfway, save for the last, so that a line of many megabytes is looked through once
 * and not with each piece of it that arrives.
 */
async function* wholeLines(input: Readable, end: {isTorn: boolean}): AsyncGenerator<Buffer, void, void> {
  let held: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      held.push(chunk);
      length += chunk.length;
      end.isTorn = chunk.at(-1) !== LINE_END;
      if (!chunk.includes(LINE_END)) {
        if (length > LONGEST_LINE)
          throw new DataError(`A line of the input is longer than ${LONGEST_LINE} bytes`, 'config');
        continue;
      }
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
  } catch (error) {
    if (error instanceof TapError) throw error;
    throw new DataError(`The input cannot be read (${messageOf(error)})`, 'config');
  }
  if (held.length > 0) yield Buffer.concat(held);
}

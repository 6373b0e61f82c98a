import {STATUS_CODES} from 'node:http';
import {TapError, UsageError} from '../core/errors.js';
import type {RawAnswer} from '../http/client-options.js';
import {isWrite} from '../http/method.js';
import type {StderrLog} from '../sync/stderr-log.js';
import type {Tap} from '../tap.js';
import {bodyOf, headLines, readable} from './answer-body.js';
import type {Command} from './args.js';
import {CONSOLE, type Console, canAsk, consents} from './consent.js';
import {oneAccount} from './one-account.js';
import {printBytes} from './print.js';
import {callOf} from './request-words.js';
import {type VerbEnding, verbClient} from './verb-client.js';

/** Makes the call that the command line asks for, and prints what came. Throws `TapError` for any answer but a good one. */
export async function requestCommand(
  tap: Tap,
  {config: sources, words, flags}: Command,
  log: StderrLog,
  ending: VerbEnding,
  console: Console = CONSOLE,
): Promise<number> {
  // There is no state here that could tell anything.
  ending.remark = '';
  const call = await callOf(words, flags, console.input);
  const {service, client, masks} = verbClient(
    tap,
    sources,
    log,
    ending,
    (config) => oneAccount(tap, config, flags.account).config,
  );
  try {
    const url = client.urlOf(call.path);
    if (!client.trusts(url)) {
      throw new UsageError(
        `${url.origin} is none of the hosts of ${service.name} in the settings; credentials are not sent there`,
      );
    }
    if (isWrite(call.method) && flags.yes !== true) {
      const what = `${call.method} ${masks.redact(url.href)} changes data`;
      // What was read from it to its end can't be asked any more.
      if (flags.data === '-' || !canAsk(console)) throw new UsageError(`${what}: add --yes to send it`);
      if (!(await consents(`${what}. Send it?`, console, ending.run))) {
        throw new TapError('Nothing was sent');
      }
    }
    await service.prepare?.(client);
    const answer = await client.call(call);
    if (flags.include === true) {
      const {status, headers} = answer;
      log.print(headLines(status, STATUS_CODES[status] ?? '', headers).join('\n'));
    }
    await show(answer, masks.redactData, console.printed);
    if (answer.problem !== undefined) throw new TapError(answer.problem);
    return 0;
  } finally {
    client.close();
  }
}

async function show(
  answer: RawAnswer,
  mask: (text: string) => string,
  out: Console['printed'],
): Promise<void> {
  const body = bodyOf(answer, mask);
  if (out.isTTY !== true) return printBytes(body.bytes, out);
  if (!body.isText && body.bytes.length > 0) {
    const type = answer.headers.get('content-type') ?? 'unknown type';
    throw new TapError(
      `The answer (${type}, ${body.bytes.length} bytes) is no text for a terminal; write it to a file with > FILE`,
    );
  }
  return printBytes(readable(body), out);
}

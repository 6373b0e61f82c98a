import {DataError, ServiceError, UnansweredError} from '../core/errors.js';
import {type Answer, nameOf, requireOk} from './answer.js';
import type {ClientOptions} from './client-options.js';
import type {Sent} from './exchange.js';
import {isWrite} from './method.js';
import type {Retries} from './retries.js';

/** What a call needs of the client that makes it. */
export interface Performance {
  readonly options: ClientOptions;
  readonly retries: Retries;
  readonly stream: string | undefined;
  /** Whether having it done twice is the same as once. */
  readonly isRepeatable: boolean;
  /** One attempt. Reads are redirected there, writes are not. */
  readonly attempt: (isRetry: boolean, sent: Sent) => Promise<Answer>;
  /** Told of a wait that the service's limit imposes, in milliseconds. */
  readonly throttled: (wait: number) => void;
  /** Told the answer of each attempt, and before it that there is none. */
  readonly onAnswer?: (answer: Answer | undefined) => void;
}

/**
 * The good answer to a call. What may pass is repeated where that is safe: where the call is repeatable, or certainly had no
 * effect. Throws what the answer means, and `UnansweredError` where a call that is not repeatable may have had its effect.
 */
export async function perform(url: URL, what: Sent, performance: Performance): Promise<Answer> {
  const {options, retries, stream, isRepeatable, throttled, onAnswer = () => undefined} = performance;
  const {method} = what;
  const isChange = isWrite(method);
  /** Whether something went out, and nothing that tells what became of it came back. */
  let isOpen = false;
  const sent: Sent = {
    ...what,
    begun: () => {
      isOpen = true;
    },
  };
  const unanswered = (failure: {message: string; status?: number | undefined}) =>
    new UnansweredError(`${failure.message}, so it may have had its effect or not`, failure.status, {
      cause: failure,
    });
  const attempt = async (isRetry: boolean) => {
    onAnswer(undefined);
    const found = await performance.attempt(isRetry, sent);
    onAnswer(found);
    isOpen = !tells(found.status);
    if (isChange && found.status >= 300 && found.status < 400) {
      const message = redirection(url, found, method);
      throw isRepeatable
        ? new ServiceError(message, found.status, {failure: 'config'})
        : unanswered({message, status: found.status});
    }
    requireOk(url, asText(found, what), options, method);
    return found;
  };
  const {fewerRetries = {}} = options;
  try {
    return await retries.run(attempt, (answer) => answer, {
      stream,
      // What fails inside of the service is often the request itself, and never healed by time where that is not.
      fewer: isChange ? {...fewerRetries, 500: 0} : fewerRetries,
      throttled,
      check: (failure) => {
        if (!isRepeatable && !failure.hadNoEffect) throw unanswered(failure);
        isOpen = false;
      },
    });
  } catch (error) {
    if (isRepeatable || !isOpen || error instanceof UnansweredError) throw error;
    // Whoever ended the run while the call was under way does not know its answer either.
    if (options.signal.aborted) throw unanswered({message: `${nameOf(url, method)} was broken off`});
    // Nor is an answer known that is too large to be read.
    throw error instanceof DataError ? unanswered(error) : error;
  }
}

/** Whether a status tells whether what was asked for was done. */
function tells(status: number): boolean {
  return status < 300 || (status >= 400 && status < 500 && status !== 408);
}

/** An answer whose body can be quoted. */
function asText(answer: Answer, {encoding}: Sent): Answer {
  if (encoding !== 'latin1' || answer.status < 300) return answer;
  return {...answer, text: Buffer.from(answer.text, 'latin1').toString()};
}

/** What is said of an answer that leads elsewhere, as it comes when the address is not quite right. */
function redirection(url: URL, {headers}: Answer, method: Sent['method']): string {
  const location = headers.get('location') ?? '';
  const to = URL.canParse(location, url.href) ? ` to ${new URL(location, url).host}` : '';
  return `${nameOf(url, method)} was redirected${to}, which writes do not follow; correct "base_url"`;
}

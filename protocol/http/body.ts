import {StringDecoder} from 'node:string_decoder';
import {DataError} from '../core/errors.js';

/** How bodies are read: as text, or in a way that keeps every byte. */
export type BodyEncoding = 'utf8' | 'latin1';

/**
 * A response body as text. It is decoded as it comes, so that no page is ever held as bytes: buffers of megabytes lie
 * outside of the heap, where they pile up long before the garbage collector sees a reason to look.
 * Throws `DataError` for one that is larger than `mostBytes`. Decoded as `latin1`, each byte is a character.
 */
export async function textOf(
  body: AsyncIterable<Buffer | string>,
  mostBytes: number,
  name: string,
  encoding: BodyEncoding = 'utf8',
): Promise<string> {
  const decoder = new StringDecoder(encoding);
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += buffer.length;
    if (bytes > mostBytes) {
      throw new DataError(
        `${name} answered with more than ${mostBytes} bytes; raise "max_response_bytes", or ask for less at once`,
      );
    }
    text += decoder.write(buffer);
  }
  text += decoder.end();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

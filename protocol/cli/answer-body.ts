import {isUtf8} from 'node:buffer';
import type {Headers, RawAnswer} from '../http/client-options.js';
import {prettyJson} from '../http/exact-numbers.js';

/** What of an answer's body goes out, and whether people can read it. */
export interface Shown {
  readonly bytes: Buffer;
  readonly isText: boolean;
}

/** Kinds of content that are text, whatever their bytes. */
const TEXT = /^text\/|[/+](json|xml|javascript)\b|x-www-form-urlencoded/i;

/** The body as it goes out: text with secrets masked, anything else byte for byte. */
export function bodyOf({body: raw, headers}: RawAnswer, mask: (text: string) => string): Shown {
  const body = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const type = headers.get('content-type') ?? '';
  const isWhole = isUtf8(body);
  if (!(type === '' ? isWhole && !body.includes(0) : TEXT.test(type))) return {bytes: body, isText: false};
  // Of text in an encoding that is not known each byte is taken for a character, which loses none.
  const encoding = isWhole ? 'utf8' : 'latin1';
  const text = body.toString(encoding);
  const safe = mask(text);
  return {bytes: safe === text ? body : Buffer.from(safe, encoding), isText: isWhole};
}

/** A body as people read it: JSON with line breaks, at the start of a line of its own. */
export function readable({bytes}: Shown): string {
  const text = bytes.toString();
  const shown = prettyJson(text) ?? text;
  return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`;
}

/** Headers that hold credentials by their names. */
const SECRET_HEADER = /cookie|authoriz|authentic|token|secret|api-?key/i;

/** An answer's first line and headers, without credentials. */
export function headLines(status: number, reason: string, headers: Headers): string[] {
  const lines = [...headers.keys()].map(
    (name) => `${name}: ${SECRET_HEADER.test(name) ? '****' : headers.get(name)}`,
  );
  return [`HTTP/1.1 ${status} ${reason}`.trimEnd(), ...lines];
}

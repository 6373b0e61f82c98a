import {isObject, type JsonValue} from '../core/json.js';

const LONGEST_REASON = 200;

/** What an error response says for people, in one line; nothing where it is a web page or empty. */
export function reasonIn(
  body: string,
  redact: (text: string) => string = (text) => text,
): {html: boolean; reason: string | undefined} {
  if (/^\s*</.test(body)) return {html: true, reason: undefined};
  // Secrets are masked after decoding, which may bring them out, and before the text is cut, so that no part is left.
  const reason = redact((fromJson(body) ?? body).replace(/\s+/g, ' ').trim()).slice(0, LONGEST_REASON);
  return {html: false, reason: reason === '' ? undefined : reason};
}

// Services spell errors in several ways, often more than one service at a time: `{message}`,
// `{error, error_description}`, `{status, error}`, `{errors: [...]}`.
function fromJson(body: string): string | undefined {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const texts = [parsed.message, parsed.error_description, parsed.error, listed(parsed.errors)];
  return texts.find((text) => typeof text === 'string') as string | undefined;
}

/** Several errors in one line, whatever each of them is. */
function listed(errors: JsonValue | undefined): string | undefined {
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  return errors.map((error) => (typeof error === 'string' ? error : JSON.stringify(error))).join('; ');
}

import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {messageOf, UsageError} from '../core/errors.js';
import type {RawCall} from '../http/client-options.js';
import type {Method} from '../http/method.js';
import type {FlagValue} from '../tap.js';

const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The call that a command line asks for. As with curl, what sends data is a POST where no method is named, everything else a
 * GET. Throws `UsageError` for what makes no call.
 */
export async function callOf(
  words: readonly string[],
  {query, data}: Readonly<Record<string, FlagValue>>,
  input: NodeJS.ReadableStream,
): Promise<RawCall> {
  const {method, path} = placeOf(words, data === undefined ? 'GET' : 'POST');
  const whole = pathWith(path, Array.isArray(query) ? query : []);
  if (data === undefined) return {method, path: whole};
  if (method === 'GET' || method === 'HEAD') {
    throw new UsageError(`${method} takes no --data: name a method that does, such as POST, or use --query`);
  }
  return {method, path: whole, body: await jsonOf(String(data), input)};
}

function placeOf(words: readonly string[], usual: Method): {method: Method; path: string} {
  const [first, second, ...more] = words;
  if (first === undefined) throw new UsageError('Say what to ask for: request [METHOD] PATH');
  if (more.length > 0) throw new UsageError(`Unknown argument: ${more[0]}`);
  if (second === undefined) {
    if (METHODS.some((method) => method === first)) throw new UsageError(`Say what to ${first}: a PATH`);
    return {method: usual, path: first};
  }
  const method = METHODS.find((one) => one === first.toUpperCase());
  if (method === undefined) throw new UsageError(`"${first}" is no method: ${METHODS.join(', ')}`);
  return {method, path: second};
}

/** The path with what `--query` adds, as the client takes it: without a slash before it, or as a whole address. */
function pathWith(path: string, query: readonly string[]): string {
  const place = addressIn(path) ?? path.replace(/^\/+/, '').replace(/#.*$/s, '');
  const added = query.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--query takes name=value; "${pair}" is none`);
    return `${encodeURIComponent(pair.slice(0, at))}=${encodeURIComponent(pair.slice(at + 1))}`;
  });
  if (added.length === 0) return place;
  return `${place}${place.includes('?') ? '&' : '?'}${added.join('&')}`;
}

/** A whole address; undefined for a path below the service's own. */
function addressIn(path: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(path)) return undefined;
  const url = URL.canParse(path) ? new URL(path) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${path}" is no address that can be asked`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('Addresses are asked with the credentials of the settings: leave those in it away');
  }
  url.hash = '';
  return url.href;
}

/** JSON that was given as it is, in a file, or on stdin; nothing else is sent. */
async function jsonOf(said: string, input: NodeJS.ReadableStream): Promise<string> {
  const [what, content] = await contentOf(said, input);
  const json = content.replace(/^\uFEFF/, '').trim();
  try {
    JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${what} is no JSON (${messageOf(error)})`);
  }
  return json;
}

async function contentOf(said: string, input: NodeJS.ReadableStream): Promise<[string, string]> {
  if (said === '-') return ['What came on stdin', await text(input)];
  if (!said.startsWith('@')) return ['What --data says', said];
  const path = said.slice(1);
  try {
    return [`The file ${path}`, readFileSync(path, 'utf8')];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : messageOf(error);
    throw new UsageError(`The file ${path} cannot be read (${code})`);
  }
}

import {ConfigError, UsageError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {type SelectedStream, select} from '../core/selection.js';
import type {Stream} from '../core/stream.js';
import type {Declaration} from '../rest/declaration.js';
import {keyNames, whyNotAlone} from '../rest/one-record.js';
import type {Tap} from '../tap.js';

/** One record that was asked for: of which stream, and by which key. */
export interface OneAsked {
  readonly declaration: Declaration;
  readonly key: readonly string[];
}

/** Reads what follows `get`. Throws `UsageError` for a stream or a key that can't be asked for. */
export function oneAsked({name: tap, streams}: Tap, words: readonly string[]): OneAsked {
  const [name, ...key] = words;
  if (name === undefined) throw new UsageError('Say what to get: get STREAM ID');
  const declaration = streams.find((one) => one.name === name);
  if (declaration === undefined) {
    const names = streams.map((one) => one.name).join(', ');
    throw new UsageError(`${tap} has no stream "${name}". There are: ${names}`);
  }
  const reason = whyNotAlone(declaration);
  if (reason !== undefined) throw new UsageError(reason);
  const names = keyNames(declaration);
  const isOnly = declaration.kind === 'object';
  if (key.length > names.length) throw new UsageError(`Unknown argument: ${key[names.length]}`);
  if (key.length < names.length && !isOnly) {
    const wanted = names.map((one) => one.toUpperCase()).join(' ');
    throw new UsageError(`Say which one: get ${name} ${wanted}`);
  }
  return {declaration, key: key.map((value) => value.replace(/^0+(?=\d+$)/, ''))};
}

/** The fields that a stream's record is to have: those that a catalog selects, or else the usual ones. */
export function selectedAlone(
  streams: readonly Stream[],
  name: string,
  catalog: JsonObject | undefined,
): {selected: SelectedStream; warnings: readonly string[]} {
  const usual = {streams: [{tap_stream_id: name, metadata: [{breadcrumb: [], metadata: {selected: true}}]}]};
  const stream = streams.filter((one) => one.name === name);
  const {streams: found, warnings} = select(stream, catalog ?? usual);
  const [selected] = found;
  if (selected === undefined) {
    throw new ConfigError([`The catalog does not select ${name}; select it there, or leave --catalog away`]);
  }
  // That other streams of the catalog are not read is no news here.
  return {selected, warnings: warnings.filter((warning) => warning.startsWith(`${name}`))};
}

/** Throws `UsageError` for a key that no record can have. */
export function requireKey({stream}: SelectedStream, {declaration, key}: OneAsked): void {
  for (const [at, name] of keyNames(declaration).entries()) {
    const value = key[at];
    if (value === undefined || stream.schema.properties[name]?.type !== 'integer') continue;
    if (/^\d{1,15}$/.test(value)) continue;
    throw new UsageError(`${name} of ${stream.name} is a whole number; "${value}" is none`);
  }
}

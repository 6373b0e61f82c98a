import {createHash, scryptSync} from 'node:crypto';
import {canonicalJson, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {isNothing} from './field.js';
import type {PaymoObject} from './paymo-object.js';
import type {Identity} from './settings.js';

/**
 * Begins the hashes of records that Paymo's own ids identify. Their keys look like those of a source, so that a ledger
 * must not take one for the other.
 */
const BY_PAYMO = 'paymo:';

const UNKNOWN = 'unknown';

/** Says of an object that nobody knows its content, so that the next record is sent whatever it holds. */
export function unknownContent(identity: Identity): string {
  return identity === 'paymo' ? BY_PAYMO + UNKNOWN : UNKNOWN;
}

/** What a hash says of whose keys its stream has. */
export function identityIn(hash: string): Identity {
  return hash.startsWith(BY_PAYMO) ? 'paymo' : 'source';
}

/** Identifies what a record says of its object, as a whole. */
export function contentHash(object: PaymoObject, content: JsonObject, identity: Identity): string {
  return textOf({main: mainOf(object, content), parts: new Map()}, identity);
}

/**
 * What the ledger is told of a record's content and knows of that before. A hash is in parts, as `<main>;items=<part>`, where
 * fields are better not written without need: a password is set anew, and all lines of a document are made anew.
 */
export class ContentMark {
  readonly #object: PaymoObject;
  readonly #content: JsonObject;
  readonly #said: Parted;
  readonly #before: Parted;
  readonly #identity: Identity;

  constructor(
    object: PaymoObject,
    {key, content, identity}: {key: string; content: JsonObject; identity: Identity},
    before: string = unknownContent(identity),
  ) {
    this.#object = object;
    this.#content = content;
    this.#identity = identity;
    const apart = [...object.fields].filter(([name, {kind, isSecret}]) => {
      return (kind === 'lines' || isSecret === true) && !isNothing(content[name]);
    });
    const names = new Set(apart.map(([name]) => name));
    const rest = Object.fromEntries(Object.entries(content).filter(([name]) => !names.has(name)));
    const salt = `${object.name} ${key}`;
    const parts = apart.map(([name, {isSecret}]): [string, string] => {
      const value = content[name] ?? null;
      return [name, isSecret === true ? slowHash(value, salt) : hashOf(value)];
    });
    this.#said = {main: mainOf(object, rest), parts: new Map(parts)};
    this.#before = partedOf(before);
  }

  /** Whether the record says what was applied last. */
  get isUnchanged(): boolean {
    const {main, parts} = this.#before;
    // Hashes were of the whole content once, and still are where nothing of it stands apart.
    if (parts.size === 0) return main === mainOf(this.#object, this.#content);
    return (
      main === this.#said.main && [...this.#said.parts.keys()].every((name) => this.#isPartUnchanged(name))
    );
  }

  /** Fields that are better left out of an update, since they were applied before. */
  get unchangedParts(): ReadonlySet<string> {
    return new Set([...this.#said.parts.keys()].filter((name) => this.#isPartUnchanged(name)));
  }

  /** For the ledger, once the record was applied; what it does not say of is what it was. */
  get hash(): string {
    const {main, parts} = this.#said;
    const kept = [...this.#before.parts].filter(([name]) => !this.#isCleared(name));
    return textOf({main, parts: new Map([...kept, ...parts])}, this.#identity);
  }

  /** Lines are not cleared by null, but by an empty list, which is a part of its own. */
  #isCleared(name: string): boolean {
    return this.#content[name] !== undefined && this.#object.fields.get(name)?.kind !== 'lines';
  }

  #isPartUnchanged(name: string): boolean {
    return this.#before.parts.get(name) === this.#said.parts.get(name);
  }
}

interface Parted {
  readonly main: string;
  readonly parts: ReadonlyMap<string, string>;
}

function partedOf(hash: string): Parted {
  const text = hash.startsWith(BY_PAYMO) ? hash.slice(BY_PAYMO.length) : hash;
  const [main = '', ...parts] = text.split(';');
  return {main, parts: new Map(parts.map((part): [string, string] => pairOf(part)))};
}

function pairOf(part: string): [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}

function textOf({main, parts}: Parted, identity: Identity): string {
  const text = [main, ...[...parts].map(([name, part]) => `${name}=${part}`)].join(';');
  return identity === 'paymo' ? BY_PAYMO + text : text;
}

function mainOf({name}: PaymoObject, content: JsonObject): string {
  return hashOf({object: name, content});
}

function hashOf(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32);
}

/** A hash that is slow to make, since the ledger is a file and passwords can be guessed. */
function slowHash(value: JsonValue, salt: string): string {
  return scryptSync(canonicalJson(value), salt, 16).toString('hex');
}

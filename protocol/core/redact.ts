const MASK = '****';

/** Values shorter than this are no secrets, and masking them would make every message unreadable. */
const SHORTEST_SECRET = 4;

/** What members and parameters are called that hold credentials, ours or others'. */
const NAME = String.raw`[\w-]{0,40}(?:api(?:_|%5F)?key|password|secret|token)(?:\]|%5D)?`;

/** Such parameters of addresses, and everything up to the end of their values. */
const IN_ADDRESSES = new RegExp(String.raw`(${NAME}(?:=|%3D|%253D))[^&\s"'<>\\]+`, 'gi');

/** The same as members of JSON, or of what looks like it; its quotes may be escaped. */
const IN_JSON = new RegExp(
  String.raw`((\\?["'])${NAME}\2\s*(?::|=>)\s*)(?:(\\"|["'])(?:(?!\3)(?:\\(?!").|\\"|[^\\]))+\3|(?!null|true|false)[\w.+-]+)`,
  'gi',
);

/**
 * A function that masks secrets in a text, wherever they stand and whether raw, URL-encoded, JSON-escaped, or
 * inside of base64 (as in a Basic header); and whatever an address passes on as a credential.
 */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const mask = literalRedactor(secrets);
  return (text) =>
    mask(text)
      .replace(IN_ADDRESSES, (_whole, name) => name + MASK)
      .replace(IN_JSON, (_whole, name, _opening, quote = '"') => name + quote + MASK + quote);
}

/** The secrets of a run, which become more when credentials are renewed. */
export class Masks {
  readonly #secrets = new Set<string>();
  #redact: (text: string) => string = (text) => text;
  #redactData: (text: string) => string = (text) => text;

  constructor(secrets: Iterable<string>) {
    this.add(...secrets);
  }

  add(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#redact = redactor(this.#secrets);
    this.#redactData = dataRedactor(this.#secrets);
  }

  /** Masks all secrets that are known by now. */
  readonly redact = (text: string): string => this.#redact(text);

  /** Masks them in data, where nothing else is touched that merely looks like a secret. */
  readonly redactData = (text: string): string => this.#redactData(text);
}

/** A function that masks secrets alone, in all their forms, and nothing that merely looks like one. */
export function literalRedactor(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  const base64 = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    for (const form of formsOf(secret)) forms.add(form);
    for (const form of base64Forms(secret)) base64.add(form);
  }
  // The longest first, so that no part of a longer form is left standing.
  const ordered = [...forms].sort((left, right) => right.length - left.length);
  const encoded = [...base64].sort((left, right) => right.length - left.length).map(withEdges);
  return (text) => {
    const plain = ordered.reduce((safe, form) => safe.replaceAll(form, MASK), text);
    return encoded.reduce((safe, form) => safe.replace(form, MASK), plain);
  };
}

/** A form inside of base64 together with the characters beside it that hold the rest of its first and last byte. */
function withEdges(form: string): RegExp {
  return new RegExp(`[A-Za-z0-9+/_-]?${form.replace(/[+/]/g, '\\$&')}[A-Za-z0-9+/_-]{0,4}={0,2}`, 'g');
}

/** A function that masks secrets in data, apart from those that stand there by chance: what is short or a number. */
export function dataRedactor(secrets: Iterable<string>): (text: string) => string {
  return literalRedactor([...secrets].filter((secret) => secret.length >= 8 && !/^[\d.eE+-]+$/.test(secret)));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function formsOf(secret: string): string[] {
  const text = secret.toWellFormed();
  const encoded = [encodeURIComponent(text), new URLSearchParams([['', text]]).toString().slice(1)];
  // Paths and logs often leave slashes, or all that is not strictly forbidden, as they are.
  const inUrls = [...encoded, ...encoded.map((form) => form.replaceAll('%2F', '/')), encodeURI(text)];
  return [
    secret,
    ...inUrls,
    ...inUrls.map((encoded) => encoded.replace(/%[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase())),
    JSON.stringify(secret).slice(1, -1),
    asciiJson(secret),
    asciiJson(secret).replaceAll('/', '\\/'),
    ...railsJson(secret),
    secret.replaceAll('/', '\\/'),
    ...repeatedly(text),
    ...everyByte(text),
    // Host names come back in small letters.
    ...(secret.length >= 12 ? [secret.toLowerCase()] : []),
    secret.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character),
  ];
}

/** A text in JSON as services write it that keep it safe for pages: `&` stands as `\\u0026`. */
function railsJson(text: string): string[] {
  const escaped = asciiJson(text).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
  return [escaped, escaped.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`)];
}

/** A text that was encoded for an address more than once, in either case. */
function repeatedly(text: string): string[] {
  const twice = encodeURIComponent(encodeURIComponent(text));
  const forms = [
    new URLSearchParams([['', encodeURIComponent(text)]]).toString().slice(1),
    twice,
    encodeURIComponent(twice),
  ];
  return forms.flatMap((form) => [
    form,
    form.replace(/%(25)*[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase()),
  ]);
}

/** A text of which each byte is encoded, as nobody needs to, but some do. */
function everyByte(text: string): string[] {
  const form = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return [form, form.toUpperCase()];
}

/** A text in JSON as services write it that keep to ASCII. */
function asciiJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The base64 texts by which a secret shows inside of something longer: one for each of the three ways in which
 * its bytes can fall on base64's groups of three, without the characters that its neighbours influence.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + bytes.length) * 8) / 6);
    const inner = text.slice(first, last);
    if (inner.length <= SHORTEST_SECRET) return [];
    return [inner, inner.replaceAll('-', '+').replaceAll('_', '/')];
  });
}

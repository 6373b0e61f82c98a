const MASK = '****';

/** Values shorter than this are no secrets, and masking them would make every message unreadable. */
const SHORTEST_SECRET = 4;

/** Parameters of addresses that hold credentials, ours or others', and everything up to the end of their values. */
const CREDENTIALS = /\b(api_?key|access_token|refresh_token|password)(=|%3D|%253D)[^&\s"'<>\\]+/gi;

/**
 * A function that masks secrets in a text, wherever they stand and whether raw, URL-encoded, JSON-escaped, or
 * inside of base64 (as in a Basic header); and whatever an address passes on as a credential.
 */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    for (const form of formsOf(secret)) forms.add(form);
  }
  // The longest first, so that no part of a longer form is left standing.
  const ordered = [...forms].sort((left, right) => right.length - left.length);
  return (text) =>
    ordered
      .reduce((safe, form) => safe.replaceAll(form, MASK), text)
      .replace(CREDENTIALS, (_whole, name, sign) => `${name}${sign}${MASK}`);
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
    secret.replaceAll('/', '\\/'),
    encodeURIComponent(encodeURIComponent(text)),
    secret.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character),
    ...base64Forms(secret),
  ];
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

import type {Value} from './collections.js';

/** What was sent with a write. In a form everything is text, so values still have to be made of it. */
export interface Body {
  values: {[key: string]: Value};
  isForm: boolean;
}

/** Reads a body as its type says; `undefined` if it is not that, or a type that the sandbox does not read. */
export function decode(contentType: string | undefined, text: string): Body | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (text.trim() === '' && (type === undefined || /json|urlencoded/.test(type))) {
    return {values: {}, isForm: false};
  }
  if (type === 'application/x-www-form-urlencoded') return {values: formOf(text), isForm: true};
  if (type !== 'application/json') return undefined;

  const values = parsed(text);
  return isRecord(values) ? {values, isForm: false} : undefined;
}

function parsed(text: string): Value | undefined {
  try {
    const value: Value = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function isRecord(value: Value | undefined): value is {[key: string]: Value} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `a=1`, `users[]=17` and `items[0][item]=Logo`, as PHP reads them. */
function formOf(text: string): {[key: string]: Value} {
  const form: {[key: string]: Value} = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.split(/\[|\]\[/).map((part) => part.replace(/\]$/, ''));
    put(form, [first, ...rest], value);
  }
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, listed(value)]));
}

function put(into: {[key: string]: Value}, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  const key = first === '' ? String(Object.keys(into).length) : first;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = into[key];
  const next = isRecord(inner) ? inner : {};
  into[key] = next;
  put(next, rest, value);
}

/** Objects whose keys are 0, 1, 2 and so on are lists. */
function listed(value: Value): Value {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Value] => [key, listed(inner)]);
  const isList = entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

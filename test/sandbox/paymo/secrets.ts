/** Part of everything in the account that must not get out, so that tests can search for it. */
export const SECRET_MARK = 'sandbox-secret';

/** Sessions have hex ids, so they are marked in hex. */
export const SECRET_HEX = '5ec2e7c0ffee';

/** Matches any secret of the sandbox, its API key and password included. */
export const SECRETS: RegExp = new RegExp(`${SECRET_MARK}|${SECRET_HEX}`);

export function secret(name: string): string {
  return `${SECRET_MARK}-${name}`;
}

/** A link that opens a document without any other credential. */
export function permalink(path: string, id: number, format: 'html' | 'pdf'): string {
  return `https://app.paymoapp.com/api/${path}/${id}/?token=${secret(`${path}-${id}`)}%3D&format=${format}`;
}

import {createHmac, timingSafeEqual} from 'node:crypto';

const HEADER = 'x-paymo-signature';

/**
 * Whether a body carries the signature that Paymo makes with this secret: HMAC-SHA1 over the bytes as they came, in hex
 * (API documentation, "Webhooks"). It takes as long whatever is wrong.
 */
export function isSigned(
  raw: Uint8Array,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  secret: string,
): boolean {
  const said = headers[HEADER];
  const wanted = Buffer.from(`sha1=${createHmac('sha1', secret).update(raw).digest('hex')}`);
  const got = Buffer.from(typeof said === 'string' ? said.trim().toLowerCase() : '');
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}

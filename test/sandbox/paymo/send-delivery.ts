import {createHmac} from 'node:crypto';
import type {ClientRequest} from 'node:http';
import {request} from 'node:http';
import type {DeliveryFault} from './delivery-faults.js';

/** What is put on the wire, before faults. */
export interface Parcel {
  url: string;
  hookId: number;
  event: string;
  body: string;
  secret: string | undefined;
}

export interface Sending {
  fault: DeliveryFault | undefined;
  sleep: (ms: number) => Promise<void>;
  /** How long to wait for an answer once all has been sent, in milliseconds. */
  timeout: number;
  /** Ends everything. */
  signal: AbortSignal;
}

/** `sha1=` and the HMAC of the body's bytes. (API docs, Webhooks) */
export function signatureOf(body: string | Buffer, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}

/** Posts an event; resolves to the status of the answer, and to `null` if there is none. */
export async function sendDelivery(parcel: Parcel, sending: Sending): Promise<number | null> {
  const {fault, sleep, signal, timeout} = sending;
  const signed = signedBody(parcel.body, fault);
  const body = Buffer.from(fault?.kind === 'altered' ? (fault.change ?? spaced)(parcel.body) : signed);
  const signature = signatureFor(signed, parcel.secret, fault);
  const post = open(parcel, signature, body.length, signal);
  const status = answerTo(post);

  if (fault?.kind === 'slow') {
    const {bytes = 16} = fault;
    post.flushHeaders();
    for (let at = 0; at < body.length && !post.destroyed; at += bytes) {
      post.write(body.subarray(at, at + bytes));
      // Somebody may have had enough before all is said.
      await Promise.race([sleep(fault.ms), status]);
    }
    if (!post.destroyed) post.end();
  } else if (fault?.kind === 'cut') {
    post.write(body.subarray(0, Math.floor(body.length / 2)), () => post.destroy());
  } else {
    post.end(body);
  }
  const timer = setTimeout(() => post.destroy(), timeout);
  return status.finally(() => clearTimeout(timer));
}

function open(
  parcel: Parcel,
  signature: string | undefined,
  length: number,
  signal: AbortSignal,
): ClientRequest {
  return request(parcel.url, {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      'content-type': 'application/json',
      'content-length': String(length),
      'x-paymo-webhook': String(parcel.hookId),
      'x-paymo-event': parcel.event,
      ...(signature === undefined ? {} : {'x-paymo-signature': signature}),
    },
  });
}

function answerTo(post: ClientRequest): Promise<number | null> {
  return new Promise((resolve) => {
    post.on('response', (response) => {
      response.on('error', () => undefined);
      response.resume();
      resolve(response.statusCode ?? null);
    });
    // A refused or broken connection, or the time that is up; after an answer it changes nothing.
    post.on('error', () => resolve(null));
    post.on('close', () => resolve(null));
  });
}

function signedBody(body: string, fault: DeliveryFault | undefined): string | Buffer {
  switch (fault?.kind) {
    case 'body':
      return fault.change(body);
    case 'oversized': {
      const start = `${body.slice(0, -1)},"padding":"`;
      return `${start}${'x'.repeat(Math.max(0, fault.bytes - Buffer.byteLength(start) - 2))}"}`;
    }
    default:
      return body;
  }
}

function signatureFor(
  body: string | Buffer,
  secret: string | undefined,
  fault: DeliveryFault | undefined,
): string | undefined {
  if (fault?.kind === 'no-signature') return undefined;
  if (fault?.kind === 'wrong-signature') return fault.signature ?? signatureOf(body, `not ${secret ?? ''}`);
  return secret === undefined ? undefined : signatureOf(body, secret);
}

function spaced(body: string): string {
  return `${body} `;
}

import type {ServerResponse} from 'node:http';
import {gzipSync} from 'node:zlib';
import type {CommonFault} from './faults.js';
import type {Reply} from './reply.js';

export interface Delivery {
  /** The service's idea of now, for the Date header. */
  date: Date;
  gzip: boolean;
  fault: CommonFault | undefined;
  sleep: (ms: number) => Promise<void>;
}

/** Puts a reply on the wire, or as much of it as the fault lets through. */
export async function deliver(response: ServerResponse, reply: Reply, delivery: Delivery): Promise<void> {
  const {fault} = delivery;
  if (fault?.kind === 'slow' && fault.before !== 'body') await delivery.sleep(fault.ms);
  if (fault?.kind === 'hang' && fault.before === 'headers') {
    fault.arrived();
    await fault.until;
  }
  if (response.destroyed) return;
  if (fault?.kind === 'reset' && (fault.when ?? 'before-headers') === 'before-headers') {
    response.socket?.resetAndDestroy();
    return;
  }

  const compressed = delivery.gzip || (fault?.kind === 'truncated' && fault.gzip === true);
  const plain = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const body = compressed ? gzipSync(plain, {level: 1}) : plain;
  response.sendDate = false;
  const headers: Record<string, string> = {...reply.headers, date: delivery.date.toUTCString()};
  if (compressed) headers['content-encoding'] = 'gzip';

  if (fault?.kind === 'truncated') {
    await truncate(response, reply.status, headers, body, fault);
    return;
  }

  response.writeHead(reply.status, {...headers, 'content-length': String(body.length)});
  const half = Math.floor(body.length / 2);
  if (fault?.kind === 'reset') {
    await written(response, fault.when === 'mid-body' ? body.subarray(0, half) : Buffer.alloc(0));
    response.socket?.resetAndDestroy();
    return;
  }
  if ((fault?.kind === 'slow' || fault?.kind === 'hang') && fault.before === 'body') {
    await written(response, body.subarray(0, half));
    if (fault.kind === 'slow') {
      await delivery.sleep(fault.ms);
    } else {
      fault.arrived();
      await fault.until;
    }
    response.end(body.subarray(half));
    return;
  }
  response.end(body);
}

async function truncate(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
  fault: CommonFault & {kind: 'truncated'},
): Promise<void> {
  const part = body.subarray(0, Math.floor(body.length * (fault.keep ?? 0.5)));
  switch (fault.framing ?? 'content-length') {
    case 'content-length':
      response.writeHead(status, {...headers, 'content-length': String(body.length)});
      await written(response, part);
      response.socket?.end();
      break;
    case 'chunked':
      response.writeHead(status, {...headers, 'transfer-encoding': 'chunked'});
      await written(response, part);
      // Half-closed without the last chunk.
      response.socket?.end();
      break;
    case 'closed':
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.writeHead(status, {...headers, connection: 'close'});
      response.end(part);
      break;
    case 'short':
      response.writeHead(status, {...headers, 'content-length': String(part.length)});
      response.end(part);
      break;
  }
}

/** Headers and these bytes have been handed to the operating system. */
function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length > 0) {
      response.write(bytes, () => resolve());
      return;
    }
    response.flushHeaders();
    setImmediate(resolve);
  });
}

import {once} from 'node:events';
import {createServer} from 'node:net';

/** Systems give ports from 32768 on to whoever names none, so that none of these is taken by chance before it is used. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port on this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

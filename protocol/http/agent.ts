import http from 'node:http';
import https from 'node:https';
import type {Duplex} from 'node:stream';
import {HttpProxyAgent} from 'http-proxy-agent';
import {HttpsProxyAgent} from 'https-proxy-agent';
import {getProxyForUrl} from 'proxy-from-env';
import {ConfigError} from '../core/errors.js';
import {isLoopback} from '../core/loopback.js';

/** The connections of one client: kept alive, through a proxy where the environment names one. */
export interface Connections {
  agentFor(url: URL): http.Agent;
  close(): void;
}

/**
 * Connections that are given up when they are not made within `connectTimeout` milliseconds.
 * Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case.
 */
export function connections(connectTimeout: number): Connections {
  const agents = new Map<string, http.Agent>();
  return {
    agentFor(url) {
      const proxy = proxyFor(url);
      const id = `${url.protocol} ${proxy}`;
      let agent = agents.get(id);
      if (agent === undefined) {
        agent =
          proxy === '' ? direct(url.protocol, connectTimeout) : proxied(url.protocol, proxy, connectTimeout);
        agents.set(id, agent);
      }
      return agent;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/**
 * The proxy for an address; none is "". What is on this machine may be asked without TLS, so it must not leave it in
 * clear text: there only a proxy counts that is here, too.
 */
function proxyFor(url: URL): string {
  const proxy = getProxyForUrl(url.href);
  if (url.protocol === 'https:' || !URL.canParse(proxy)) return proxy;
  return isLoopback(url) && !isLoopback(new URL(proxy)) ? '' : proxy;
}

function direct(protocol: string, timeout: number): http.Agent {
  const agent = protocol === 'https:' ? new TimedHttpsAgent(KEEP) : new TimedHttpAgent(KEEP);
  agent.connectTimeout = timeout;
  return agent;
}

const KEEP = {keepAlive: true};

class TimedHttpAgent extends http.Agent {
  connectTimeout = 0;

  override createConnection(...args: Parameters<http.Agent['createConnection']>) {
    return timed(super.createConnection(...args), 'connect', this.connectTimeout);
  }
}

class TimedHttpsAgent extends https.Agent {
  connectTimeout = 0;

  override createConnection(...args: Parameters<https.Agent['createConnection']>) {
    return timed(super.createConnection(...args), 'secureConnect', this.connectTimeout);
  }
}

function timed<Socket extends Duplex | null | undefined>(
  socket: Socket,
  event: string,
  timeout: number,
): Socket {
  if (socket === null || socket === undefined) return socket;
  const timer = setTimeout(() => socket.destroy(connectTimeoutError(timeout)), timeout);
  const clear = () => clearTimeout(timer);
  socket.once(event, clear).once('close', clear);
  return socket;
}

type ProxyAgent = Pick<HttpsProxyAgent<string>, 'connect'>;

function proxied(protocol: string, proxy: string, timeout: number): http.Agent {
  if (!URL.canParse(proxy)) {
    throw new ConfigError([
      'The environment names a proxy that is no URL; correct HTTPS_PROXY or HTTP_PROXY',
    ]);
  }
  if (protocol !== 'https:') return timedProxy(new HttpProxyAgent(proxy, KEEP), timeout);
  return timedProxy(new HttpsProxyAgent(proxy, KEEP), timeout);
}

/** A proxy agent whose connections, CONNECT included, are given up when they take too long. */
function timedProxy<Proxy extends ProxyAgent>(agent: Proxy, timeout: number): Proxy {
  const connect = agent.connect.bind(agent);
  agent.connect = async (request, options) => {
    let timer: NodeJS.Timeout | undefined;
    const connecting = connect(request, options);
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(connectTimeoutError(timeout));
        connecting.then((socket) => socket.destroy()).catch(() => undefined);
      }, timeout);
    });
    try {
      return await Promise.race([connecting, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return agent;
}

function connectTimeoutError(timeout: number): Error {
  return Object.assign(new Error(`no connection within ${timeout / 1000} s`), {code: 'CONNECT_TIMEOUT'});
}

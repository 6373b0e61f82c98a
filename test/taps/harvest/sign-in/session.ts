import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, statSync} from 'node:fs';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import {Folder} from '../../../cli/executable.js';
import {type Landing, press} from '../../../sandbox/harvest/browser.js';
import type {HarvestSandbox, SandboxOptions} from '../../../sandbox/harvest/index.js';
import {startHarvestSandbox} from '../../../sandbox/harvest/index.js';
import {freePort} from '../../../support/free-port.js';
import {type Ended, outcome, start} from '../../../support/process.js';
import {secretsIn} from './secrets.js';

/** No browser, whatever the machine that runs the tests has. */
const ENVIRONMENT = {DISPLAY: '', WAYLAND_DISPLAY: '', WSL_DISTRO_NAME: '', SSH_TTY: 'test'};
const SMALL = {clients: 1, projects: 1, timeEntries: 1, expenses: 1, invoices: 1, estimates: 1};

/** A sandbox with an application whose redirect URL has a port of its own, and a folder for config files. */
export interface Desk {
  readonly sandbox: HarvestSandbox;
  readonly folder: Folder;
  readonly port: number;
  /** Settings that lead to the sandbox, and nothing by which one gets in. */
  readonly places: JsonObject;
  /** The same with the application's id and secret. */
  readonly application: JsonObject;
  /** Starts `tap-harvest VERB`. */
  begin(args: readonly string[], env?: NodeJS.ProcessEnv): Session;
  /** Starts `tap-harvest login` with this config file and the sandbox's port. */
  login(config: string, ...args: readonly string[]): Session;
}

/** Opens desks, and closes them after each test, which fails if a secret was to be seen anywhere in it. */
export function deskOpener(): (options?: SandboxOptions) => Promise<Desk> {
  const open: {desk: Desk; sessions: Session[]}[] = [];
  afterEach(async () => {
    const seen: string[] = [];
    for (const {desk, sessions} of open.splice(0)) {
      for (const session of sessions) {
        session.child.kill('SIGKILL');
        seen.push(...secretsIn(desk.sandbox, await session.ended));
      }
      await desk.sandbox.stop();
      desk.folder.remove();
    }
    if (seen.length > 0) throw new Error(`Secrets were to be seen: ${seen.join('; ')}`);
  });

  return async (options = {}) => {
    const port = await freePort();
    const redirectUrl = `http://127.0.0.1:${port}/callback`;
    const sandbox = await startHarvestSandbox({
      size: SMALL,
      ...options,
      signIn: {redirectUrl, ...options.signIn},
    });
    const sessions: Session[] = [];
    const places = {base_url: sandbox.baseUrl, id_url: sandbox.idUrl};
    const {clientId, clientSecret} = sandbox.signIn;
    const begin = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const session = new Session(start('harvest', {args, env: {...ENVIRONMENT, ...env}}));
      sessions.push(session);
      return session;
    };
    const desk: Desk = {
      sandbox,
      folder: new Folder(),
      port,
      places,
      application: {...places, client_id: clientId, client_secret: clientSecret},
      begin,
      login: (config, ...args) => begin(['login', '--config', config, '--port', String(port), ...args]),
    };
    open.push({desk, sessions});
    return desk;
  };
}

/** A running program of the sign-in, as somebody who sits before it sees it. */
export class Session {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  #said = '';

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    this.ended = outcome(child);
    child.stderr.on('data', (chunk: Buffer) => {
      this.#said += chunk;
    });
    // Who ends early does not read what is typed.
    child.stdin.on('error', () => undefined);
  }

  /** Types a line. */
  type(line: string): this {
    this.child.stdin.write(`${line}\n`);
    return this;
  }

  /** Types no more, and waits for the end. */
  async end(): Promise<Ended> {
    this.child.stdin.end();
    return this.ended;
  }

  /** Resolves with what is said once that matches; throws when it ends before. */
  async said(pattern: RegExp): Promise<string> {
    let over = false;
    void this.ended.then(() => {
      over = true;
    });
    while (!pattern.test(this.#said)) {
      if (over) throw new Error(`It never said ${pattern}: ${this.#said}`);
      await Promise.race([once(this.child.stderr, 'data'), this.ended]);
    }
    return this.#said;
  }

  /** The address to open in a browser. */
  async address(): Promise<string> {
    const [, address] = /^ {2}(http:\S+)$/m.exec(await this.said(/^ {2}http:\S+\n/m)) ?? [];
    return String(address);
  }

  /** Presses a button on the page that the person is sent to; returns where the browser is sent then. */
  async pressed(button: 'Allow' | 'Deny'): Promise<URL> {
    const {location, status, page}: Landing = await press(button, await this.address());
    if (location === undefined) throw new Error(`The browser is sent nowhere (${status}): ${page}`);
    return location;
  }

  /** Does all that a person does, and returns the last page. */
  async answered(button: 'Allow' | 'Deny'): Promise<Response> {
    return fetch(await this.pressed(button));
  }
}

/** What a config file holds. */
export function held(path: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(content)) throw new Error(`${path} holds no object`);
  return content;
}

/** The permission bits of a file, as in `chmod`. */
export function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

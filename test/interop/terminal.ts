import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {outcome} from '../support/process.js';
import {until} from './processes.js';

export const KEYS = {enter: '\r', down: '\u001b[B', up: '\u001b[A', interrupt: '\u0003', end: '\u0004'};

/** Runs a program in a terminal of its own, and passes on what is typed and shown. */
const RELAY = `
import fcntl, os, pty, select, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
typing = [0]
while True:
    ready, _, _ = select.select([terminal] + typing, [], [])
    if 0 in ready:
        keys = os.read(0, 65536)
        if keys:
            os.write(terminal, keys)
        else:
            typing = []
    if terminal in ready:
        try:
            shown = os.read(terminal, 65536)
        except OSError:
            shown = b''
        if not shown:
            break
        os.write(1, shown)
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
sys.stderr.write('signal %d' % -code if code < 0 else 'code %d' % code)
`;

/** A program in a real terminal, as somebody who sits before it sees it. */
export class Terminal {
  /** How it ended: `code 0`, `signal 2`. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcessWithoutNullStreams;
  #shown = '';
  #isOver = false;

  constructor(python: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(python, ['-c', RELAY, program, ...args], {
      env: {...process.env, TERM: 'xterm', ...env},
    });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#shown += chunk;
    });
    this.#child.stdin.on('error', () => undefined);
    this.ended = outcome(this.#child).then(({stderr}) => {
      this.#isOver = true;
      return stderr.trim();
    });
  }

  /** Everything that was shown so far. */
  get shown(): string {
    return this.#shown;
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Resolves once the screen has shown this; throws what it did show when that does not come. */
  async shows(pattern: RegExp): Promise<string> {
    const isShown = () => pattern.test(this.#shown) || this.#isOver;
    await until(`the terminal does not show ${pattern}: ${this.#shown}`, isShown, 30);
    const [found] = pattern.exec(this.#shown) ?? [];
    if (found === undefined) throw new Error(`the program ended without ${pattern}: ${this.#shown}`);
    return found;
  }

  /** Ends what still runs. */
  close(): void {
    this.#child.kill('SIGKILL');
  }
}

import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {ConfigError} from '../../protocol/core/errors.js';
import {acquireLock} from '../../protocol/durable/lock.js';
import {Folder} from '../cli/executable.js';

const HOLDER = fileURLToPath(new URL('./lock-holder.js', import.meta.url));

describe('acquireLock', () => {
  const children: ChildProcess[] = [];
  let folder: Folder;
  let path: string;

  beforeEach(() => {
    folder = new Folder();
    path = join(folder.path, 'ledger.jsonl');
  });

  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    folder.remove();
  });

  function startProcess(): ChildProcess {
    const child = fork(HOLDER, [path]);
    children.push(child);
    return child;
  }

  /** Kills a process outright; it has no chance to tidy up. */
  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function order(child: ChildProcess, what: 'lock' | 'release'): Promise<string> {
    const answer = once(child, 'message');
    child.send(what);
    const [said] = await answer;
    return String(said);
  }

  function leave(holder: object | string): void {
    const text = typeof holder === 'string' ? holder : JSON.stringify(holder);
    writeFileSync(`${path}.lock`, text);
  }

  /** A holder that is this very process by its number, but was started at another time. */
  const reused = {host: hostname(), pid: process.pid, started: '1', token: 'of-long-ago'};

  function refused(): string {
    try {
      acquireLock(path, 'ledger').release();
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return error instanceof Error ? error.message : '';
    }
    throw new Error('the lock was free');
  }

  it('is one for one file, by whatever links that is named', () => {
    const link = join(folder.path, 'link.jsonl');
    const other = join(folder.path, 'other');
    writeFileSync(path, '');
    symlinkSync(path, link);
    symlinkSync(folder.path, other);
    const lock = acquireLock(path, 'ledger');

    for (const name of [link, join(other, 'ledger.jsonl')]) {
      expect(() => acquireLock(name, 'ledger'), name).to.throw(ConfigError, 'is in use by process');
    }
    lock.release();
    acquireLock(link, 'ledger').release();
  });

  it('leaves a file that only its owner can read, and takes it away in the end', () => {
    const lock = acquireLock(path, 'ledger');

    expect(statSync(`${path}.lock`).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).to.include({
      host: hostname(),
      pid: process.pid,
    });
    lock.release();
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('makes the folder that it is in', () => {
    path = join(folder.path, 'some', 'where', 'ledger.jsonl');

    acquireLock(path, 'ledger').release();

    expect(existsSync(join(folder.path, 'some', 'where'))).to.equal(true);
  });

  it('is refused while another process has it, by a sentence that names it', async () => {
    const other = startProcess();
    await order(other, 'lock');

    expect(refused()).to.equal(
      `The ledger ${path} is in use by process ${other.pid} on ${hostname()}; end that one first, or use another ledger`,
    );
  });

  it('is refused to the same process, too', () => {
    const lock = acquireLock(path, 'ledger');

    expect(refused()).to.include(`in use by process ${process.pid}`);
    lock.release();
  });

  it('is free again once another process has released it', async () => {
    const other = startProcess();
    await order(other, 'lock');
    await order(other, 'release');

    acquireLock(path, 'ledger').release();
  });

  it('is taken over at once from a process that was killed', async () => {
    const other = startProcess();
    await order(other, 'lock');
    await kill(other);

    const lock = acquireLock(path, 'ledger');

    expect(refused()).to.include(`in use by process ${process.pid}`);
    lock.release();
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('is taken over where the number of its process has come again', () => {
    leave(reused);

    const lock = acquireLock(path, 'ledger');

    expect(refused()).to.include(`in use by process ${process.pid}`);
    lock.release();
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  for (const [what, text] of Object.entries({
    'is empty': '',
    'says nothing that is understood': 'locked!',
    'names no process': '{"host": "here"}',
    'has a name in it that leads elsewhere': JSON.stringify({...reused, token: '../../elsewhere'}),
  })) {
    it(`is taken over where its file ${what}`, () => {
      leave(text.replace('"here"', JSON.stringify(hostname())));

      acquireLock(path, 'ledger').release();

      expect(readdirSync(folder.path)).to.deep.equal([]);
    });
  }

  it('is refused where a process of another machine has it that gave a sign of life lately', () => {
    leave({...reused, host: 'elsewhere'});

    expect(refused()).to.include(`in use by process ${process.pid} on elsewhere`);
  });

  it('is taken over from another machine that has been silent for more than a minute', () => {
    leave({...reused, host: 'elsewhere'});
    const then = new Date(Date.now() - 61_000);
    utimesSync(`${path}.lock`, then, then);

    acquireLock(path, 'ledger').release();
  });

  it('is not taken away by whoever lost it', () => {
    const lost = acquireLock(path, 'ledger');
    const file = JSON.parse(readFileSync(`${path}.lock`, 'utf8'));
    leave({...file, token: 'of-somebody-else'});

    lost.release();

    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8')).token).to.equal('of-somebody-else');
  });

  it('goes on from a successor who was killed in the middle of taking over', () => {
    leave(reused);
    const successor = {...reused, token: 'of-the-successor'};
    writeFileSync(`${path}.lock.after-${reused.token}`, JSON.stringify(successor));

    const lock = acquireLock(path, 'ledger');

    expect(refused()).to.include(`in use by process ${process.pid}`);
    lock.release();
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('is refused while somebody who lives is taking over', async () => {
    const other = startProcess();
    await order(other, 'lock');
    const living = readFileSync(`${path}.lock`, 'utf8');
    leave(reused);
    writeFileSync(`${path}.lock.after-${reused.token}`, living);

    expect(refused()).to.include(`in use by process ${other.pid}`);
  });

  it('says that its folder must be writable where it is not', () => {
    writeFileSync(join(folder.path, 'file'), '');
    path = join(folder.path, 'file', 'ledger.jsonl');

    expect(refused()).to.match(/^The ledger .* cannot be locked \(E\w+\); make its folder writable$/);
  });

  for (const left of ['a dead process', 'nobody']) {
    it(`is had by exactly one of several processes that reach at once for what ${left} left`, async () => {
      const racers = [1, 2, 3].map(startProcess);
      for (let round = 0; round < 60; round++) {
        if (left === 'a dead process') leave({...reused, token: `round-${round}`});

        const answers = await Promise.all(racers.map((racer) => order(racer, 'lock')));

        const winners = answers.filter((answer) => answer === 'locked');
        expect(winners, `round ${round}: ${answers.join(' | ')}`).to.have.lengthOf(1);
        await Promise.all(racers.map((racer) => order(racer, 'release')));
      }
      expect(readdirSync(folder.path)).to.deep.equal([]);
    });
  }
});

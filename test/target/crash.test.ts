import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {expect} from 'chai';
import {FileLedger} from '../../protocol/target/file-ledger.js';
import {outcome} from '../support/process.js';
import {inputOf, record, schema, state} from './memory-writing.js';
import {NotesService} from './notes/service.js';

const KILLS = 8;

describe('A target that is killed again and again', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'target-crash-'));
  });
  afterEach(() => rmSync(folder, {recursive: true, force: true}));

  it('has a ledger that tells of each call how it ended, or that nobody knows', async () => {
    const path = join(folder, 'ledger.jsonl');
    const service = join(folder, 'service');
    writeFileSync(service, '');
    for (let kill = 0; kill < KILLS; kill++) {
      const child = spawn(process.execPath, [resolve('dist/test/target/ledger-writer.js'), path, service]);
      const ended = outcome(child);
      await Promise.race([once(child.stdout, 'data'), ended]);
      await wait(Math.random() * 120);
      child.kill('SIGKILL');
      expect(await ended).to.deep.include({signal: 'SIGKILL', stderr: ''});

      const ledger = await FileLedger.open({path, target: 'target-notes', account: 'account 7'});
      const done = new Map<string, string>();
      for (const line of readFileSync(service, 'utf8').split('\n').slice(0, -1)) {
        const [key = '', hash = ''] = line.split(' ');
        done.set(key, hash);
      }
      expect(ledger.flights.length).to.be.at.most(1);
      for (const [key, hash] of done) {
        const entry = ledger.get('notes', key);
        if (entry?.flight?.hash !== hash)
          expect(entry, `${key} after kill ${kill}`).to.include({id: hash, hash});
      }
      for (const key of Array.from({length: 8}, (_, at) => `k${at}`)) {
        const id = ledger.get('notes', key)?.id;
        if (id !== undefined) expect(readFileSync(service, 'utf8')).to.include(`${key} ${id}\n`);
      }
      await ledger.close();
    }
  });

  it('writes each record once in the end, and never tells more than it has done', async () => {
    const service = await NotesService.start();
    try {
      await killedAndStartedAgain(service);
    } finally {
      service.stop();
    }
  });

  async function killedAndStartedAgain(service: NotesService): Promise<void> {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(service.config), {mode: 0o600});
    const ids = Array.from({length: 24}, (_, id) => id);
    const input = inputOf(
      schema('notes'),
      ...ids.flatMap((id) => {
        // Every third one waits for the one after it.
        const more = id % 3 === 0 ? {parent_key: id + 1} : {};
        return [record('notes', id, {text: `text ${id}`, ...more}), state(id)];
      }),
    );
    let child: ChildProcessWithoutNullStreams | undefined;
    let untilKill = 0;
    service.before = () => {
      if (untilKill-- === 0) child?.kill('SIGKILL');
    };
    let code: number | undefined;
    for (let run = 0; code === undefined; run++) {
      untilKill = run < KILLS / 2 ? Math.floor(Math.random() * 4) : Number.POSITIVE_INFINITY;
      child = spawn(process.execPath, [resolve('dist/test/target/notes/bin.js'), '--config', 'config.json'], {
        cwd: folder,
      });
      child.stdin.on('error', () => undefined).end(input);
      const {stdout, stderr, code: ended} = await outcome(child);
      const told = Number(stdout.trimEnd().split('\n').at(-1) || -1);
      for (let id = 0; id <= told; id++) expect(service.texts, stderr).to.include(`text ${id}`);
      code = ended;
      if (ended !== undefined) expect(ended, stderr).to.equal(0);
    }
    expect(service.texts).to.deep.equal(ids.map((id) => `text ${id}`).sort());
    expect(readdirSync(folder)).to.have.members(['config.json', 'target-notes-ledger.jsonl']);
  }
});

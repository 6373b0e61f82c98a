import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {type Reject, RejectsFile} from '../../protocol/target/rejects.js';
import {inputOf, MemoryWriting, record, schema, state} from './memory-writing.js';
import {MemoryRejects, Runs} from './run-input.js';

const REJECT: Reject = {stream: 'a', key: '["1"]', record: {id: 1}, reason: 'no', line: 3};

describe('The rejects of a target', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rejects-'));
    path = join(folder, 'rejects.jsonl');
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  const open = () =>
    RejectsFile.at(
      path,
      (text) => text,
      () => 0,
    );

  it('are added to those of earlier runs', async () => {
    for (const line of [3, 4]) {
      const rejects = await open();
      await rejects.add({...REJECT, line});
      await rejects.close();
    }

    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((text) => JSON.parse(text).line)).to.deep.equal([3, 4]);
  });

  it('are not spoiled by what a crash left of the last one', async () => {
    writeFileSync(path, '{"stream":"a","ke');
    chmodSync(path, 0o644);
    const rejects = await open();
    await rejects.add(REJECT);
    await rejects.close();

    const [torn, whole = ''] = readFileSync(path, 'utf8').split('\n');
    expect(torn).to.equal('{"stream":"a","ke');
    expect(JSON.parse(whole)).to.include({line: 3});
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('are found out before the run to be where nothing can be written, and leave no trace of that', async () => {
    await (await open()).close();
    expect(existsSync(path)).to.equal(false);

    mkdirSync(path);
    const error = await open().catch((failure: unknown) => failure);
    expect(error).to.have.property(
      'message',
      `The rejects file ${path} cannot be written (EISDIR); see to the disk, or set another "rejects_path"`,
    );
  });

  it('are on the disk before a STATE passes them, and once for many', async () => {
    const runs = new Runs();
    const events: string[] = [];
    const rejects = new MemoryRejects();
    rejects.add = async ({key}) => void events.push(`add ${key}`);
    rejects.sync = async () => void events.push('sync');
    const bad = {refuse: 'no'};

    await runs.run(
      new MemoryWriting(),
      inputOf(schema('a'), record('a', 1, bad), record('a', 2, bad), state(1)),
      {rejects, print: (text) => events.push(`state ${text}`)},
    );

    expect(events).to.deep.equal(['add ["1"]', 'add ["2"]', 'sync', 'state 1']);
    runs.remove();
  });
});

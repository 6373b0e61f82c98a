import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {FileLedger, openDryLedger} from '../../protocol/target/file-ledger.js';
import type {Flight} from '../../protocol/target/ledger.js';

const ACCOUNT = 'company 7';

describe('The ledger of a target', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    path = join(folder, 'ledger.jsonl');
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  const options = () => ({path, target: 'target-notes', account: ACCOUNT});
  const open = (more: Partial<Parameters<typeof FileLedger.open>[0]> = {}) =>
    FileLedger.open({...options(), ...more});
  const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');

  function flight(key: string, more: Partial<Flight> = {}): Flight {
    return {stream: 'notes', key, call: 'create', hash: `h${key}`, at: 5, facts: {name: key}, ...more};
  }

  async function complaint(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  it('says first whose it is, and can be read by its owner alone', async () => {
    const ledger = await open();
    expect(ledger.isNew).to.equal(true);
    await ledger.close();

    expect(lines()).to.deep.equal(['{"ledger":1,"target":"target-notes","account":"company 7"}']);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(['ledger.jsonl']);
  });

  it('knows in the next run what it was told in this one', async () => {
    const first = await open();
    for (const key of ['made', 'gone', 'failed', 'open', 'undecided']) await first.begin(flight(key));
    await first.applied('notes', 'made', '11', 'h1');
    await first.applied('notes', 'gone', '12', 'h2');
    await first.gone('notes', 'gone');
    await first.failed('notes', 'failed');
    await first.undecided('notes', 'undecided', 'two candidates');
    const told = (ledger: FileLedger) => ({
      flights: ledger.flights,
      streams: ledger.streams,
      entries: ['made', 'gone', 'failed', 'open', 'undecided', 'never'].map((key) =>
        ledger.get('notes', key),
      ),
      knows: ['11', '12'].map((id) => ledger.knowsId(['others', 'notes'], id)),
    });
    const before = told(first);
    await first.close();

    const second = await open();

    expect(second.isNew).to.equal(false);
    expect(told(second)).to.deep.equal(before);
    expect(before.flights).to.deep.equal([flight('open')]);
    expect(before.knows).to.deep.equal([true, false]);
    const none = {id: undefined, hash: undefined, flight: undefined, undecided: undefined};
    expect(before.entries).to.deep.equal([
      {...none, id: '11', hash: 'h1'},
      none,
      undefined,
      {...none, flight: flight('open')},
      {...none, undecided: 'two candidates'},
      undefined,
    ]);
    await second.close();
  });

  it('keeps what a record was while a change of it is under way, and when that fails', async () => {
    const ledger = await open();
    await ledger.applied('notes', 'a', '1', 'old');
    await ledger.begin(flight('a', {call: 'update', hash: 'new'}));
    expect(ledger.get('notes', 'a')).to.include({id: '1', hash: 'old'});
    expect(ledger.flights).to.have.lengthOf(1);

    await ledger.failed('notes', 'a');

    expect(ledger.get('notes', 'a')).to.deep.include({id: '1', hash: 'old', flight: undefined});
    await ledger.close();
  });

  it('knows an id as long as one record has it', async () => {
    const ledger = await open();
    await ledger.applied('notes', 'a', '1', 'h');
    await ledger.applied('notes', 'b', '1', 'h');
    await ledger.applied('notes', 'a', '2', 'h');
    expect(ledger.knowsId(['notes'], '1')).to.equal(true);
    await ledger.gone('notes', 'b');
    expect(ledger.knowsId(['notes'], '1')).to.equal(false);
    await ledger.close();
  });

  it('is refused to another account or target, and stays as it is', async () => {
    await (await open()).close();
    const before = readFileSync(path, 'utf8');

    expect(await complaint(open({account: 'company 8'}))).to.equal(
      `The ledger ${path} is bound to company 7, and the credentials are those of company 8; set another "ledger_path", or the right credentials`,
    );
    expect(await complaint(open({target: 'target-paymo'}))).to.equal(
      `The ledger ${path} is one of target-notes, and this is target-paymo; set another "ledger_path"`,
    );
    expect(await complaint(openDryLedger({...options(), account: 'company 8'}))).to.include('is bound to');
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(readdirSync(folder)).to.deep.equal(['ledger.jsonl']);
  });

  it('is not made of a file that is none', async () => {
    writeFileSync(path, '{"type":"STATE","value":1}\n');
    expect(await complaint(open())).to.equal(`The file ${path} is no ledger; set another "ledger_path"`);
    writeFileSync(path, '{"ledger":2,"target":"target-notes","account":"company 7"}\n');
    expect(await complaint(open())).to.include('was written by another version');
  });

  it('does not pass over what it does not understand', async () => {
    await (await open()).close();
    appendFileSync(path, '{"entry":"renamed","stream":"notes","key":"a"}\n');

    expect(await complaint(open())).to.equal(
      `Line 2 of the ledger ${path} is not understood; use the version that wrote it, or a newer one`,
    );
  });

  it('is in one run’s hands alone', async () => {
    const ledger = await open();
    expect(await complaint(open())).to.include('is in use by process');
    await ledger.close();
    await (await open()).close();
  });

  it('is begun again where a crash left half of its first line', async () => {
    writeFileSync(path, '{"ledger":1,"tar');
    const ledger = await open();
    expect(ledger.isNew).to.equal(true);
    await ledger.close();
    expect(lines()).to.have.lengthOf(1);
  });

  it('is rewritten when most of its lines are outdated, and says the same', async () => {
    const ledger = await open();
    for (let round = 0; round < 10; round++) {
      for (const key of ['a', 'b']) {
        await ledger.begin(flight(key));
        await ledger.applied('notes', key, key, `h${round}`);
      }
    }
    await ledger.applied('notes', 'c', 'c', 'h');
    await ledger.gone('notes', 'c');
    await ledger.begin(flight('d'));
    await ledger.undecided('notes', 'e', 'why');
    await ledger.close();
    const isSame = (one: FileLedger) => {
      expect(one.get('notes', 'a')).to.include({id: 'a', hash: 'h9'});
      expect(one.get('notes', 'c')).to.include({id: undefined});
      expect(one.get('notes', 'd')?.flight).to.deep.equal(flight('d'));
      expect(one.get('notes', 'e')?.undecided).to.equal('why');
    };

    const second = await open({short: 10, account: undefined});
    isSame(second);
    await second.failed('notes', 'd');
    await second.begin(flight('d'));
    await second.close();

    expect(lines()).to.have.lengthOf(8);
    expect(lines()[0]).to.equal('{"ledger":1,"target":"target-notes","account":"company 7"}');
    expect(readdirSync(folder)).to.deep.equal(['ledger.jsonl']);
    const third = await open();
    isSame(third);
    await third.close();
  });

  it('is left alone by a dry run, which forgets what it pretends', async () => {
    const ledger = await open();
    await ledger.applied('notes', 'a', '1', 'h');
    const before = readFileSync(path, 'utf8');

    const dry = await openDryLedger(options());
    await dry.begin(flight('b'));
    await dry.applied('notes', 'b', 'notes:new:1', 'h');
    await dry.gone('notes', 'a');

    expect(dry.get('notes', 'b')).to.include({id: 'notes:new:1'});
    expect(dry.get('notes', 'a')).to.include({id: undefined});
    expect(readFileSync(path, 'utf8')).to.equal(before);
    await dry.close();
    await ledger.close();
  });

  it('is not made by a dry run', async () => {
    const dry = await openDryLedger(options());
    await dry.applied('notes', 'a', '1', 'h');
    await dry.close();

    expect(existsSync(path)).to.equal(false);
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});

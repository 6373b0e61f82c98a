import {execFile} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect} from 'chai';
import {ConfigError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {Journal} from '../../protocol/durable/journal.js';
import {Folder} from '../cli/executable.js';
import {rejection} from '../support/client.js';

const FILLER = fileURLToPath(new URL('./journal-filler.js', import.meta.url));

describe('Journal', () => {
  const opened: Journal[] = [];
  let folder: Folder;
  let path: string;

  beforeEach(() => {
    folder = new Folder();
    path = join(folder.path, 'ledger.jsonl');
  });

  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close();
    folder.remove();
  });

  async function open() {
    const entries: JsonObject[] = [];
    const {journal, isNew, torn} = await Journal.open(path, 'ledger', (entry) => entries.push(entry));
    opened.push(journal);
    return {journal, isNew, torn, entries};
  }

  const content = () => readFileSync(path, 'utf8');

  it('holds what was appended, in order, for whoever opens it next', async () => {
    const first = await open();
    await first.journal.append({n: 1});
    await first.journal.append({n: 2, text: 'Ärzte\nund "so"'}, {n: 3});
    await first.journal.close();
    opened.length = 0;

    const second = await open();

    expect([first.isNew, second.isNew]).to.deep.equal([true, false]);
    expect(first.entries).to.deep.equal([]);
    expect(second.entries).to.deep.equal([{n: 1}, {n: 2, text: 'Ärzte\nund "so"'}, {n: 3}]);
    expect(second.torn).to.equal(0);
    expect(second.journal.length).to.equal(statSync(path).size);
  });

  it('has written what an append resolved for', async () => {
    const {journal} = await open();

    await journal.append({n: 1});

    expect(content()).to.equal('{"n":1}\n');
  });

  it('takes appends that are made one after the other, however soon', async () => {
    const {journal} = await open();

    for (let n = 0; n < 50; n++) await journal.append({n});

    expect(content().trim().split('\n')).to.have.lengthOf(50);
  });

  it('takes appends of many at once, in the order of asking, with fewer waits than entries', async () => {
    const {journal} = await open();
    const order: number[] = [];
    const numbers = Array.from({length: 500}, (_, n) => n);

    await Promise.all(numbers.map((n) => journal.append({n}).then(() => order.push(n))));

    const written = content()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).n);
    expect(written).to.deep.equal(numbers);
    expect(order).to.deep.equal(numbers);
  });

  it('writes what is still under way before it closes', async () => {
    const {journal} = await Journal.open(path, 'ledger', () => undefined);

    const appending = Promise.all([journal.append({n: 1}), journal.append({n: 2})]);
    await journal.close();
    await appending;

    expect(content()).to.equal('{"n":1}\n{"n":2}\n');
  });

  it('takes nothing after it was closed, and says so', async () => {
    const {journal} = await Journal.open(path, 'ledger', () => undefined);
    await journal.close();

    const error = await rejection(journal.append({n: 1}));

    expect(error).to.be.instanceOf(ConfigError);
    expect(content()).to.equal('');
  });

  for (const [what, tail] of Object.entries({
    'half an entry': '{"n":3,"te',
    'half an entry with a line end in its text': '{"n":3,"text":"a\\n',
    'half a character': Buffer.from('{"n":3,"text":"ä').subarray(0, -1),
    'zeros, as a file system leaves them': Buffer.alloc(4096),
    'a line that is no entry': '\u0000\u0000"n":3}\n',
    'a line that is no object': '3\n',
    'a blank line': '\n',
  })) {
    it(`cuts off ${what} at its end, and goes on behind the last whole entry`, async () => {
      const whole = Buffer.from('{"n":1}\n{"n":2}\n');
      writeFileSync(path, Buffer.concat([whole, Buffer.from(tail)]));

      const {journal, torn, entries} = await open();
      await journal.append({n: 4});

      expect(entries).to.deep.equal([{n: 1}, {n: 2}]);
      expect(torn).to.equal(Buffer.from(tail).length);
      expect(content()).to.equal('{"n":1}\n{"n":2}\n{"n":4}\n');
    });
  }

  it('keeps a whole last entry that lacks its line end, as some editors leave it', async () => {
    writeFileSync(path, '{"n":1}\n{"n":2}');

    const {journal, torn, entries} = await open();
    await journal.append({n: 3});

    expect(entries).to.deep.equal([{n: 1}, {n: 2}]);
    expect(torn).to.equal(0);
    expect(content()).to.equal('{"n":1}\n{"n":2}\n{"n":3}\n');
  });

  for (const [what, damage] of Object.entries({
    'a line that is no JSON': '{"n":2,',
    'a line of zeros': '\u0000\u0000\u0000',
    'a line that is no object': '[2]',
    'a line that was taken out in part': ':2}',
    'a blank line': '',
  })) {
    it(`is not opened with ${what} before its end, and stays as it is`, async () => {
      const before = `{"n":1}\n${damage}\n{"n":3}\n`;
      writeFileSync(path, before);

      const error = await rejection(open());

      expect(error).to.be.instanceOf(ConfigError);
      expect(error.message).to.include(`The ledger ${path} is damaged in line 2`);
      expect(content()).to.equal(before);
    });
  }

  for (const [what, tail] of Object.entries({
    'two lines that are no entries': '???\n???\n',
    'a line that is no entry and half of another': '???\n{"n":3',
  })) {
    it(`is not opened with ${what} at its end, since a crash breaks one at most`, async () => {
      writeFileSync(path, `{"n":1}\n${tail}`);

      const error = await rejection(open());

      expect(error.message).to.include(`The ledger ${path} is damaged in line 2`);
      expect(content()).to.equal(`{"n":1}\n${tail}`);
    });
  }

  for (const [what, text] of Object.entries({
    zeros: '\u0000'.repeat(40),
    'a text': 'My notes',
    'a line of something else': 'id,name\n',
    'the beginning of another journal': '{"spool":1',
  })) {
    it(`takes ${what} for no journal that always begins in its own way`, async () => {
      writeFileSync(path, text);

      const error = await rejection(Journal.open(path, 'ledger', () => undefined, '{"ledger":1}'));

      expect(error.message).to.equal(
        `The file ${path} is no ledger, or was damaged; put back a copy of it, or name another file`,
      );
      expect(content()).to.equal(text);
    });
  }

  it('begins anew where a crash left but a part of its first line', async () => {
    writeFileSync(path, '{"led');

    const {journal} = await Journal.open(path, 'ledger', () => undefined, '{"ledger":1}');
    await journal.close();

    expect(content()).to.equal('');
  });

  it('reads entries that are longer than what a file is read in', async () => {
    const {journal} = await open();
    const long = {n: 1, text: 'ä'.repeat(200_000)};
    await journal.append(long, {n: 2});

    expect((await open()).entries).to.deep.equal([long, {n: 2}]);
  });

  it('can be read by its owner alone', async () => {
    await open();

    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('can be read by its owner alone from now on where others could', async () => {
    writeFileSync(path, '{"n":1}\n');
    chmodSync(path, 0o644);

    await open();

    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('makes the folder that it is in, for its owner alone', async () => {
    path = join(folder.path, 'some', 'where', 'ledger.jsonl');

    await open();

    expect(existsSync(path)).to.equal(true);
    expect(statSync(join(folder.path, 'some', 'where')).mode & 0o777).to.equal(0o700);
  });

  it('passes on what its reader says of an entry', async () => {
    writeFileSync(path, '{"n":1}\n');

    const opening = Journal.open(path, 'ledger', () => {
      throw new ConfigError(['The ledger is of another account']);
    });

    expect((await rejection(opening)).message).to.equal('The ledger is of another account');
  });

  it('says in a sentence that it can not be opened', async () => {
    path = folder.path;

    const error = await rejection(open());

    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.equal(
      `The ledger ${path} cannot be used (EISDIR); make it and its folder writable`,
    );
  });

  it('leaves no half entry where the disk takes no more, and takes what still fits', async () => {
    // Files of this process can't grow beyond one or two such blocks; the write that crosses that is done in part.
    const command = `ulimit -f 2; exec "${process.execPath}" "${FILLER}" "${path}"`;
    const {stdout} = await promisify(execFile)('sh', ['-c', command]);
    const {kept, said} = JSON.parse(stdout) as {kept: number[]; said: string[]};

    const {entries, torn} = await open();

    expect(said).to.deep.equal([
      `The ledger ${path} cannot be written (EFBIG); see to the disk and start again`,
    ]);
    expect(kept.length).to.be.above(5);
    expect(entries.map(({n}) => n)).to.deep.equal(kept);
    expect(torn).to.equal(0);
  });
});

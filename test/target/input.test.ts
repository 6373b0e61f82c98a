import {Readable} from 'node:stream';
import {expect} from 'chai';
import {inputOf, MemoryWriting, record, schema, state} from './memory-writing.js';
import {Runs} from './run-input.js';

describe('The input of a target', () => {
  let runs: Runs;
  let service: MemoryWriting;

  beforeEach(() => {
    runs = new Runs();
    service = new MemoryWriting();
  });
  afterEach(() => runs.remove());

  const good = inputOf(schema('clients'), record('clients', 1), state({at: 1}));

  /** What a run says of the line after three good ones; those are written, and their STATE is out. */
  async function complaintAbout(text: string): Promise<string> {
    const error = await runs.run(service, good + text);
    expect(service.calls).to.deep.equal(['recover', 'create clients 1']);
    expect(runs.states).to.deep.equal(['{"at":1}']);
    return error instanceof Error ? error.message : String(error);
  }

  it('may begin with a byte order mark, have Windows’ line ends, and blank lines', async () => {
    const text = `\uFEFF${good.replaceAll('\n', '\r\n')}\r\n\n`;

    expect(await runs.run(service, text)).to.equal(0);
    expect(runs.states).to.deep.equal(['{"at":1}']);
  });

  it('may lack the last line end', async () => {
    expect(await runs.run(service, good.slice(0, -1))).to.equal(0);
    expect(runs.states).to.deep.equal(['{"at":1}']);
  });

  it('may come in pieces of any size', async () => {
    const text = Buffer.from(inputOf(schema('clients'), record('clients', 'Zoë 🙂')));
    const bytes = Readable.from([...text].map((byte) => Buffer.from([byte])));

    expect(await runs.run(service, bytes)).to.equal(0);
    expect(service.calls).to.include('create clients Zoë 🙂');
  });

  it('may have lines of many megabytes', async () => {
    const text = Buffer.from(
      inputOf(schema('clients'), record('clients', 1, {text: 'x'.repeat(10_000_000)})),
    );
    const pieces = Array.from({length: Math.ceil(text.length / 65_536)}, (_, at) =>
      text.subarray(at * 65_536, (at + 1) * 65_536),
    );

    expect(await runs.run(service, Readable.from(pieces))).to.equal(0);
  });

  it('that breaks off within a line is an error, after what came before was written', async () => {
    expect(await complaintAbout('{"type":"RECORD","stream":"clients","rec')).to.equal(
      'The input breaks off within line 4: the tap ended before it was done; what came before is written',
    );
  });

  const complaints: Record<string, [string, string]> = {
    'is no JSON': ['oops\n{}\n', 'Line 4 of the input is not valid JSON'],
    'is no JSON, with more behind it that is cut': ['oops\n{"ty', 'Line 4 of the input is not valid JSON'],
    'is no object': [
      '[1]\n',
      'Line 4 of the input is no Singer message: it must be a JSON object with a "type"',
    ],
    'has no type': [
      '{"a":1}\n',
      'Line 4 of the input is no Singer message: it must be a JSON object with a "type"',
    ],
    'is a RECORD before its SCHEMA': [
      inputOf(record('tasks', 1)),
      'Line 4 of the input is a RECORD of "tasks" before its SCHEMA',
    ],
    'is a RECORD that is no object': [
      '{"type":"RECORD","stream":"clients","record":[1]}\n',
      'Line 4 of the input is a RECORD whose "record" is no object',
    ],
    'names no stream': ['{"type":"RECORD","record":{}}\n', 'Line 4 of the input names no "stream"'],
    'is a STATE without a value': ['{"type":"STATE"}\n', 'Line 4 of the input is a STATE without a "value"'],
    'is a BATCH': [
      '{"type":"BATCH","stream":"clients","encoding":{},"manifest":[]}\n',
      'Line 4 of the input is a BATCH, whose files are not read here; let the tap send records instead',
    ],
    'is a SCHEMA without a schema': [
      '{"type":"SCHEMA","stream":"clients","key_properties":[]}\n',
      'Line 4 of the input is a SCHEMA whose "schema" is no object',
    ],
    'is a SCHEMA with strange keys': [
      '{"type":"SCHEMA","stream":"clients","schema":{},"key_properties":"id"}\n',
      'Line 4 of the input is a SCHEMA whose "key_properties" are no list of names',
    ],
  };
  for (const [what, [text, complaint]] of Object.entries(complaints)) {
    it(`ends the run with the number of a line that ${what}`, async () => {
      expect(await complaintAbout(text)).to.equal(complaint);
    });
  }

  it('counts blank lines, so that the numbers are those of an editor', async () => {
    const error = await runs.run(service, `\n\n${inputOf(schema('clients'))}oops\n`);

    expect(error).to.have.property('message', 'Line 4 of the input is not valid JSON');
  });

  it('that can’t be read is said to be that', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('EIO: the disk is gone'));
      },
    });

    expect(await runs.run(service, broken)).to.have.property(
      'message',
      'The input cannot be read (EIO: the disk is gone)',
    );
  });
});

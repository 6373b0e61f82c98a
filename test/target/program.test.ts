import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {type Ended, outcome} from '../support/process.js';
import {inputOf, record, schema, state} from './memory-writing.js';
import {NotesService} from './notes/service.js';

const BIN = resolve('dist/test/target/notes/bin.js');

describe('The executable of a target', function () {
  this.timeout(30_000);
  let service: NotesService;
  let folder: string;

  before(async () => {
    service = await NotesService.start();
  });
  after(() => service.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'target-'));
    service.notes.length = 0;
    service.calls.length = 0;
    service.before = () => undefined;
  });
  afterEach(() => rmSync(folder, {recursive: true, force: true}));

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: {...process.env, LOGLEVEL: 'info', ...env},
    });
  }

  function config(more: JsonObject = {}): string[] {
    writeFileSync(join(folder, 'config.json'), JSON.stringify({...service.config, ...more}), {mode: 0o600});
    return ['--config', 'config.json'];
  }

  async function run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = start(args, env);
    child.stdin.on('error', () => undefined).end(input);
    return outcome(child);
  }

  const good = inputOf(
    schema('notes'),
    record('notes', 1, {text: 'one'}),
    record('notes', 2, {text: 'two'}),
    state({at: 2}),
  );

  it('writes records once, however often they come, and prints the STATE', async () => {
    const first = await run(config(), good);
    const second = await run(config(), good);

    expect(first.code, first.stderr).to.equal(0);
    expect([first.stdout, second.stdout]).to.deep.equal(['{"at":2}\n', '{"at":2}\n']);
    expect(service.texts).to.deep.equal(['one', 'two']);
    expect(first.stderr).to.include('WARNING The ledger target-notes-ledger.jsonl is new');
    expect(second.stderr).to.not.include('is new');
    expect(second.stderr).to.match(
      /^stream +records +created +updated +deleted +unchanged +refused +requests +retries +warnings\nnotes +2 +0 +0 +0 +2 +0 +0 +0 +0$/m,
    );
    expect(readdirSync(folder)).to.have.members(['config.json', 'target-notes-ledger.jsonl']);
  });

  it('reads a file instead of stdin where it is told to', async () => {
    writeFileSync(join(folder, 'input.jsonl'), good);

    expect(await run([...config(), '--input', 'input.jsonl'])).to.include({code: 0, stdout: '{"at":2}\n'});
    const missing = await run([...config(), '--input', 'other.jsonl']);
    expect(missing).to.include({code: 1, stdout: ''});
    expect(missing.stderr).to.include('CRITICAL The input other.jsonl does not exist');
  });

  it('takes its settings from the environment', async () => {
    const {api_key, base_url} = service.config;
    const env = {
      TARGET_NOTES_API_KEY: String(api_key),
      TARGET_NOTES_BASE_URL: String(base_url),
      TARGET_NOTES_LEDGER_PATH: 'kept/ledger.jsonl',
      TARGET_NOTES_MAX_REJECTS: '0',
    };

    const {code, stderr} = await run(['--config', 'ENV'], good, env);

    expect(code, stderr).to.equal(0);
    expect(existsSync(join(folder, 'kept/ledger.jsonl'))).to.equal(true);
  });

  it('ends with 1 and one sentence when something was refused, and keeps it with the reason', async () => {
    const input = good + inputOf(record('notes', 3, {text: 'bad'}), state({at: 3}));

    const {code, stdout, stderr} = await run(config(), input);

    expect([code, stdout]).to.deep.equal([1, '{"at":2}\n{"at":3}\n']);
    expect(stderr).to.include('CRITICAL 1 record was refused; rejects.jsonl tells which and why');
    expect(stderr).to.not.include('a-secret-key');
    const kept = readFileSync(join(folder, 'rejects.jsonl'), 'utf8');
    expect(kept).to.not.include('a-secret-key');
    expect(JSON.parse(kept)).to.deep.include({stream: 'notes', key: '["3"]', status: 400, line: 5});
  });

  it('says before it begins that the rejects could not be written', async () => {
    const {code, stderr} = await run(config({rejects_path: 'nowhere/rejects.jsonl'}), good);

    expect(code).to.equal(1);
    expect(stderr).to.include('CRITICAL The rejects file nowhere/rejects.jsonl cannot be written (ENOENT)');
    expect(service.calls).to.deep.equal([]);
  });

  it('keeps refused records and the ledger apart', async () => {
    for (const rejects_path of ['the.ledger', './the.ledger', 'the.ledger.waiting']) {
      const {code, stdout, stderr} = await run(config({ledger_path: 'the.ledger', rejects_path}), good);

      expect({code, stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(stderr).to.include(`"rejects_path" (${rejects_path}) lead to one file; name two`);
    }
    expect(service.calls).to.deep.equal([]);
  });

  it('makes no ledger of a file that is something else', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'My notes');

    const {code, stderr} = await run(config({ledger_path: 'notes.txt'}), good);
    const dry = await run([...config({ledger_path: 'notes.txt'}), '--dry-run'], good);

    expect([code, dry.code]).to.deep.equal([1, 1]);
    for (const text of [stderr, dry.stderr]) expect(text).to.include('The file notes.txt is no ledger');
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).to.equal('My notes');
    expect(service.notes).to.deep.equal([]);
  });

  it('stops at the first refusal where it is told to', async () => {
    const input = inputOf(
      schema('notes'),
      record('notes', 1, {text: 'bad'}),
      record('notes', 2, {text: 'two'}),
    );

    const {code, stderr} = await run(config({on_reject: 'stop'}), input);

    expect(code).to.equal(1);
    expect(stderr).to.include(
      'CRITICAL A record was refused, at which the run stops ("on_reject" is "stop")',
    );
    expect(service.texts).to.deep.equal([]);
  });

  it('shows in a dry run what it would do, and does nothing', async () => {
    const input = inputOf(
      schema('notes'),
      record('notes', 2, {text: 'child', parent_key: 1}),
      record('notes', 1, {text: 'parent'}),
      record('notes', 3, {text: 'lost', parent_key: 9}),
      state(1),
    );

    const {code, stdout, stderr} = await run([...config(), '--dry-run'], input);

    expect(stdout).to.equal('POST notes {"text":"parent"}\nPOST notes {"text":"child","parent_key":1}\n');
    expect(code).to.equal(1);
    expect(stderr).to.include(
      'WARNING notes: Record 3 (line 4) was refused: parent_key 9 of notes is neither in the input nor in the ledger',
    );
    expect(stderr).to.include('CRITICAL 1 record would be refused');
    expect(service.calls).to.deep.equal([]);
    expect(readdirSync(folder)).to.deep.equal(['config.json']);
  });

  it('leaves its numbers in a file, and logs in lines for programs, where it is told to', async () => {
    const args = [...config(), '--summary', 'summary.json', '--log-format', 'json'];

    const {stderr} = await run(args, good);

    expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).to.deep.equal({
      requests: 3,
      retries: 0,
      streams: [
        {
          stream: 'notes',
          records: 2,
          created: 2,
          updated: 0,
          deleted: 0,
          unchanged: 0,
          refused: 0,
          requests: 2,
          retries: 0,
          warnings: 0,
        },
      ],
    });
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
    expect(lines.find(({stream_name}) => stream_name === 'notes')).to.deep.include({
      level: 'info',
      app_name: 'target-notes',
      message: '2 created, 0 updated, 0 deleted, 0 unchanged, 0 refused',
    });
  });

  it('gives a call under way a moment when it is told to stop, and ends by the signal', async () => {
    const called = new Promise<void>((resolveCalled) => {
      service.before = async () => {
        resolveCalled();
        await new Promise((done) => setTimeout(done, 200));
      };
    });
    const child = start(config());
    child.stdin.write(
      inputOf(schema('notes'), record('notes', 1, {text: 'one'}), state(1), record('notes', 2)),
    );
    const ended = outcome(child);
    await called;

    child.kill('SIGTERM');

    const {signal, stdout, stderr} = await ended;
    expect([signal, stdout]).to.deep.equal(['SIGTERM', '']);
    expect(stderr).to.include('CRITICAL Stopped by SIGTERM');
    service.before = () => undefined;
    const again = await run(config(), inputOf(schema('notes'), record('notes', 1, {text: 'one'})));
    expect(again.stderr).to.match(/^notes +1 +0 +0 +0 +1 /m);
    expect(service.calls).to.deep.equal(['POST /notes']);
  });

  it('ends by the signal while it waits for input, and for an answer that does not come', async () => {
    const idle = start(config());
    idle.stdin.write(good);
    const ended = outcome(idle);
    await once(idle.stdout, 'data');
    idle.kill('SIGINT');
    expect(await ended).to.include({signal: 'SIGINT', stdout: '{"at":2}\n'});

    const called = new Promise<void>((resolveCalled) => {
      service.before = () => {
        resolveCalled();
        return new Promise(() => undefined);
      };
    });
    const stuck = start(config());
    stuck.stdin.write(inputOf(schema('notes'), record('notes', 3, {text: 'three'})));
    const stopped = outcome(stuck);
    await called;
    stuck.kill('SIGTERM');
    expect(await stopped).to.include({signal: 'SIGTERM', stdout: ''});
    service.before = () => undefined;

    await run(config(), inputOf(schema('notes'), record('notes', 3, {text: 'three'})));
    expect(service.texts).to.deep.equal(['one', 'three', 'two']);
  });

  it('stops when nobody takes its STATEs', async () => {
    const child = start(config());
    child.stdin.on('error', () => undefined);
    child.stdout.destroy();
    const ended = outcome(child);
    child.stdin.write(good);
    child.stdin.write(inputOf(state(3), state(4), record('notes', 5, {text: 'five'}), state(5)));

    const {code, stderr} = await ended;

    expect(code).to.equal(1);
    expect(stderr).to.include('CRITICAL The program that reads our output has ended');
  });

  it('lets a person settle what nobody can tell', async () => {
    await run(config(), inputOf(schema('notes')));
    const ledger = join(folder, 'target-notes-ledger.jsonl');
    const flight = {entry: 'begin', stream: 'notes', call: 'create', hash: 'h', at: 1, facts: {text: 'twin'}};
    const keys = ['["1"]', '["2"]'];
    writeFileSync(ledger, keys.map((key) => `${JSON.stringify({...flight, key})}\n`).join(''), {flag: 'a'});
    service.notes.push({id: 1, text: 'twin'}, {id: 2, text: 'twin'});
    const twins = inputOf(
      schema('notes'),
      record('notes', 1, {text: 'twin'}),
      record('notes', 2, {text: 'twin'}),
    );
    const unsettled = await run(config(), twins);
    expect(unsettled.stderr).to.include('CRITICAL 2 records were refused');

    const listed = await run(['settle', ...config()]);
    expect(listed.stdout).to.equal(
      'stream  key  why\nnotes     1  there are 2 such notes; run target-notes settle\nnotes     2  there are 2 such notes; run target-notes settle\n',
    );
    const one = await run(['settle', ...config(), 'notes', '1', '2']);
    expect(one.stdout).to.equal('1 of notes is 2; send its record once more to have it up to date\n');
    const taken = await run(['settle', ...config(), 'notes', '["2"]', '2']);
    expect(taken).to.include({code: 1, stdout: ''});
    expect(taken.stderr).to.include('CRITICAL The id 2 is already that of another record of notes');
    const none = await run(['settle', ...config(), 'notes', '["2"]', 'none']);
    expect(none.stdout).to.equal('2 of notes was not created; send its record once more\n');
    const gone = await run(['settle', ...config(), 'notes', '2', 'none']);
    expect(gone.stderr).to.include('CRITICAL The ledger has nothing to settle of 2 of notes');
    expect((await run(['settle', ...config()])).stdout).to.equal('Nothing is to be settled.\n');

    service.calls.length = 0;
    expect(await run(config(), twins)).to.include({code: 0});
    expect(service.calls).to.deep.equal(['PUT /notes/2', 'POST /notes']);
  });

  it('settles nothing where there is no ledger', async () => {
    const {code, stderr} = await run(['settle', ...config()]);

    expect(code).to.equal(1);
    expect(stderr).to.include('CRITICAL There is no ledger target-notes-ledger.jsonl; correct "ledger_path"');
    expect(readdirSync(folder)).to.deep.equal(['config.json']);
  });

  it('tells about itself', async () => {
    const version = await run(['--version']);
    const text = await run(['--about']);
    const markdown = await run(['--about', '--format', 'markdown']);
    const json = JSON.parse((await run(['--about', '--format=json'])).stdout) as JsonObject;

    expect(version.stdout).to.match(/^target-notes \d+\.\d+\.\d+\n$/);
    expect(text.stdout)
      .to.include('  api_key (required): A key of the service.')
      .and.include('  notes: Needs text');
    expect(markdown.stdout).to.include('| `max_retries` | integer | 5 |').and.include('| notes | text |');
    expect(json).to.deep.include({
      name: 'target-notes',
      capabilities: ['about', 'structured-logging'],
      supported_python_versions: [],
    });
    expect(json).to.have.nested.property('settings.properties.api_key.secret', true);
    expect(json).to.have.nested.property('settings.properties.api_key.writeOnly', true);
    expect(json)
      .to.have.nested.property('settings.properties')
      .that.includes.keys(['rate_limit', 'on_reject']);
    expect(json)
      .to.have.nested.property('settings.properties')
      .that.not.includes.keys(['start_date', 'kind']);
  });

  it('helps', async () => {
    const {stdout, code} = await run(['--help']);

    expect(code).to.equal(0);
    expect(stdout).to.include('target-notes --config FILE').and.include('--dry-run').and.include('settle');
  });

  const wrong: Record<string, [readonly string[], string]> = {
    'without settings': [
      [],
      'Settings are missing: add --config FILE, or --config ENV to take them from the environment',
    ],
    'with an unknown flag': [['--config', 'ENV', '--state', 'x'], 'Unknown argument'],
    'with an unknown word': [['write', '--config', 'ENV'], 'Unknown argument: write'],
    'with half of what is to be settled': [
      ['settle', '--config', 'ENV', 'notes', '7'],
      'Say which stream, which key, and the id of the object or "none": settle STREAM KEY ID',
    ],
  };
  for (const [what, [args, sentence]] of Object.entries(wrong)) {
    it(`ends with 2 and a sentence when it is started ${what}`, async () => {
      const {code, stdout, stderr} = await run(args);

      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include(`CRITICAL ${sentence}`).and.include('See target-notes --help');
    });
  }

  it('names settings that are wrong or unknown, and files that others can read', async () => {
    const bad = await run(config({max_rejects: -1, api_key: undefined}));
    expect(bad.code).to.equal(1);
    expect(bad.stderr).to.include(
      'The setting "max_rejects" must be a whole number of at least 0, for example 100',
    );
    expect(bad.stderr).to.include('The setting "api_key" is missing: A key of the service');

    writeFileSync(join(folder, 'open.json'), JSON.stringify({...service.config, start_date: '-1d'}));
    const open = await run(['--config', 'open.json'], good);
    expect(open.stderr).to.include('WARNING The setting "start_date" is not known and ignored');
    expect(open.stderr).to.include(
      'WARNING The config file open.json holds secrets and can be read by others',
    );
  });
});

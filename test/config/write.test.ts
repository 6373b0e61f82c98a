import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {updateConfigFile, withSettings} from '../../protocol/config/write.js';
import {ConfigError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';

describe('updateConfigFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  const at = (name: string) => join(folder, name);
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  function file(content: string, mode = 0o600, name = 'config.json'): string {
    writeFileSync(at(name), content, {mode});
    return at(name);
  }
  function problemsOf(action: () => void): readonly string[] {
    try {
      action();
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    throw new Error('nothing was thrown');
  }

  it('changes the settings named, adds those that are new, and leaves the others in their order', () => {
    const path = file('{"b": 1, "token": "old", "a": [1, {"x": null}], "none": null}');

    updateConfigFile(path, {token: 'new', more: 'x'});

    expect(readFileSync(path, 'utf8')).to.equal(
      `${JSON.stringify({b: 1, token: 'new', a: [1, {x: null}], none: null, more: 'x'}, undefined, 2)}\n`,
    );
  });

  it('takes out what is undefined', () => {
    const path = file('{"token": "old", "a": 1}');

    updateConfigFile(path, {token: undefined, other: undefined});

    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({a: 1});
  });

  for (const mode of [0o644, 0o666, 0o600, 0o400]) {
    it(`leaves a file of mode ${mode.toString(8)} to its owner alone`, () => {
      const path = file('{}', mode);

      updateConfigFile(path, {token: 'new'});

      expect(modeOf(path)).to.equal(0o600);
    });
  }

  it('makes a file where there is none, or an empty one', () => {
    for (const path of [at('new.json'), file('', 0o644, 'empty.json')]) {
      updateConfigFile(path, {token: 'new'});

      expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({token: 'new'});
      expect(modeOf(path)).to.equal(0o600);
    }
  });

  it('exchanges the file, so that who has the old one open goes on to see all of it', () => {
    const path = file('{"token": "old"}');
    const before = statSync(path).ino;

    updateConfigFile(path, {token: 'new'});

    expect(statSync(path).ino).to.not.equal(before);
    expect(readdirSync(folder)).to.deep.equal(['config.json']);
  });

  it('leaves a link a link, and exchanges what it leads to', () => {
    mkdirSync(at('elsewhere'));
    const target = file('{"token": "old"}', 0o644, 'elsewhere/real.json');
    symlinkSync('elsewhere/real.json', at('link.json'));

    updateConfigFile(at('link.json'), {token: 'new'});

    expect(lstatSync(at('link.json')).isSymbolicLink()).to.equal(true);
    expect(readlinkSync(at('link.json'))).to.equal('elsewhere/real.json');
    expect(JSON.parse(readFileSync(target, 'utf8'))).to.deep.equal({token: 'new'});
    expect(modeOf(target)).to.equal(0o600);
    expect(readdirSync(at('elsewhere'))).to.deep.equal(['real.json']);
  });

  it('reads a file with a byte order mark', () => {
    const path = file('\uFEFF{"a": 1}');

    updateConfigFile(path, {token: 'new'});

    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({a: 1, token: 'new'});
  });

  for (const [what, content, problem] of [
    ['is no object', '["old-secret"]', /must hold a JSON object$/],
    ['is no JSON', '{"token": "old-secret"', /is not valid JSON/],
  ] as const) {
    it(`leaves a file as it is that ${what}, and quotes nothing from it`, () => {
      const path = file(content, 0o644);

      const problems = problemsOf(() => updateConfigFile(path, {token: 'new-secret'}));

      expect(problems).to.have.lengthOf(1);
      expect(problems[0])
        .to.match(problem)
        .and.not.match(/secret/);
      expect(readFileSync(path, 'utf8')).to.equal(content);
      expect(readdirSync(folder)).to.deep.equal(['config.json']);
    });
  }

  it('says what to do where it cannot write, without values, and leaves nothing behind', () => {
    const path = at('no/such/folder/config.json');

    const problems = problemsOf(() => updateConfigFile(path, {token: 'new-secret'}));

    expect(problems).to.deep.equal([
      `The config file ${path} cannot be written (ENOENT); make it and its folder writable`,
    ]);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('leaves the old file whole where the new one has no room', () => {
    // The longest name there may be leaves none for the name of a draft.
    const path = file('{"token": "old"}', 0o600, 'x'.repeat(255));

    const problems = problemsOf(() => updateConfigFile(path, {token: 'new-secret'}));

    expect(problems[0])
      .to.match(/cannot be written \(ENAMETOOLONG\)/)
      .and.not.include('new-secret');
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({token: 'old'});
  });

  it('is not kept from writing by what a run left behind that was killed', () => {
    const path = file('{"token": "old"}');
    file('{"tok', 0o600, `config.json.${process.pid}.new`);

    updateConfigFile(path, {token: 'new'});

    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({token: 'new'});
  });
});

describe('withSettings', () => {
  const cases: [what: string, config: JsonObject, changes: JsonObject, expected: JsonObject][] = [
    ['changes flat settings', {a: 1, token: 'old'}, {token: 'new'}, {a: 1, token: 'new'}],
    [
      'changes below credentials what stands there',
      {a: 1, credentials: {auth_type: 'oauth', token: 'old'}},
      {token: 'new'},
      {a: 1, credentials: {auth_type: 'oauth', token: 'new'}},
    ],
    [
      'changes each setting where it stands',
      {one: 'old', credentials: {two: 'old'}},
      {one: 'new', two: 'new'},
      {one: 'new', credentials: {two: 'new'}},
    ],
    [
      'changes what stands twice in both places, since either may count',
      {token: 'old', credentials: {token: 'older'}},
      {token: 'new'},
      {token: 'new', credentials: {token: 'new'}},
    ],
    [
      'takes out below credentials, too',
      {credentials: {token: 'old', auth_type: 'token'}},
      {token: undefined},
      {credentials: {auth_type: 'token'}},
    ],
    [
      'takes credentials that are no object for any setting',
      {credentials: null},
      {t: 'n'},
      {credentials: null, t: 'n'},
    ],
  ];
  for (const [what, config, changes, expected] of cases) {
    it(what, () => {
      const before = JSON.stringify(config);

      expect(withSettings(config, changes)).to.deep.equal(expected);
      expect(JSON.stringify(config)).to.equal(before);
    });
  }
});

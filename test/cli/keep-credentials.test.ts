import {mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {keepInFile} from '../../protocol/cli/keep-credentials.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {RecordingLog} from '../support/log.js';
import {Folder} from './executable.js';

const NEWS = {access_token: 'new-access', refresh_token: 'new-refresh', expires_at: '2026-12-04T10:00:00Z'};
const RENEWED = {settings: NEWS, replaced: 'old', isUrgent: true};
const UNKEPT = /^The renewed credentials could not be kept, since .*: sign in anew when they are refused$/;

describe('keepInFile', () => {
  let folder: Folder;
  let log: RecordingLog;
  beforeEach(() => {
    folder = new Folder();
    log = new RecordingLog();
  });
  afterEach(() => folder.remove());

  const write = (name: string, content: JsonObject) => folder.file(name, JSON.stringify(content));
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  function expectWarning(why: RegExp) {
    expect(log.lines.map(({level}) => level)).to.deep.equal(['warning']);
    expect(log.at('warning')[0]).to.match(UNKEPT).and.match(why).and.not.match(/new-/);
  }

  it('keeps them in the file that holds the refresh token, with all else that is in it', () => {
    const path = write('a.json', {refresh_token: 'old', page_size: 7});

    keepInFile([path], RENEWED, log);

    expect(read(path)).to.deep.equal({...NEWS, page_size: 7});
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(log.lines).to.deep.equal([]);
  });

  it('finds it below credentials, and changes it there', () => {
    const path = write('a.json', {credentials: {refresh_token: 'old', access_token: 'old', client_id: 'x'}});

    keepInFile([path], RENEWED, log);

    const {access_token, refresh_token} = NEWS;
    expect(read(path).credentials).to.deep.include({access_token, refresh_token, client_id: 'x'});
    expect(read(path)).to.not.have.any.keys('access_token', 'refresh_token');
  });

  it('leaves files alone that do not hold it', () => {
    const before = {access_token: 'old', page_size: 7};
    const [first, second, third] = [
      write('a.json', before),
      write('b.json', {refresh_token: 'old'}),
      write('c.json', before),
    ];

    keepInFile([first, second, third], RENEWED, log);

    expect([read(first), read(third)]).to.deep.equal([before, before]);
    expect(read(second)).to.deep.equal(NEWS);
  });

  it('takes the last of several that hold it, which is the one that counts', () => {
    const [first, second] = [
      write('a.json', {refresh_token: 'old'}),
      write('b.json', {refresh_token: 'old'}),
    ];

    keepInFile([first, second, 'ENV'], RENEWED, log);

    expect(read(first)).to.deep.equal({refresh_token: 'old'});
    expect(read(second)).to.deep.equal(NEWS);
  });

  const homeless: [what: string, sources: () => string[]][] = [
    ['there is no file', () => []],
    ['all is in the environment', () => ['ENV']],
    ['no file holds it', () => [write('a.json', {access_token: 'old'}), 'ENV']],
    ['its file holds that of another sign-in by now', () => [write('a.json', {refresh_token: 'other'})]],
    ['its file is gone', () => [join(folder.path, 'gone.json')]],
    ['its file is empty by now', () => [folder.file('a.json', '')]],
    ['its file holds a list', () => [folder.file('a.json', '["refresh_token"]')]],
    ['it is the name of credentials themselves', () => [write('a.json', {credentials: ['refresh_token']})]],
  ];
  for (const [what, sources] of homeless) {
    it(`warns where ${what}, without their value`, () => {
      keepInFile(sources(), RENEWED, log);

      expectWarning(/no config file holds the "refresh_token" that was used/);
    });
  }

  it('warns where the file cannot be written, and leaves no draft', () => {
    const path = write('x'.repeat(255), {refresh_token: 'old'});

    keepInFile([path], RENEWED, log);

    expectWarning(/cannot be written/);
    expect(read(path)).to.deep.equal({refresh_token: 'old'});
    expect(readdirSync(folder.path)).to.have.lengthOf(1);
  });

  it('does not take a file for the environment that is called like it', () => {
    const home = process.cwd();
    process.chdir(folder.path);
    try {
      const path = write('ENV', {refresh_token: 'old'});
      keepInFile(['ENV'], RENEWED, log);

      expect(read(path)).to.deep.equal({refresh_token: 'old'});
      expectWarning(/no config file holds/);
    } finally {
      process.chdir(home);
    }
  });

  it('says nothing to worry about where the old refresh token goes on to count', () => {
    keepInFile(['ENV'], {...RENEWED, isUrgent: false}, log);

    expect(log.lines.map(({level}) => level)).to.deep.equal(['debug']);
    expect(log.at('debug')[0]).to.not.match(/new-|sign in anew/);
  });

  for (const [what, make] of [
    ['is no JSON any more', () => folder.file('a.json', '{"refresh_token": "old')],
    [
      'has become a folder',
      () => {
        mkdirSync(join(folder.path, 'a.json'));
        return join(folder.path, 'a.json');
      },
    ],
  ] as const) {
    it(`warns, and does not end the run, where a file ${what}`, () => {
      keepInFile([make()], RENEWED, log);

      expectWarning(/a\.json/);
    });
  }
});

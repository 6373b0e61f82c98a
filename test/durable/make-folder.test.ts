import {chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {makeFolder} from '../../protocol/durable/make-folder.js';

describe('makeFolder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'make-'));
  });

  afterEach(() => {
    rmSync(folder, {recursive: true});
  });

  it('makes a folder with those that it is in, for their owner alone', () => {
    makeFolder(join(folder, 'a', 'b'));

    for (const path of ['a', 'a/b']) expect(statSync(join(folder, path)).mode & 0o777).to.equal(0o700);
  });

  it('leaves one that is there as it is, also where a link leads to it', () => {
    chmodSync(folder, 0o755);
    symlinkSync(folder, join(folder, 'link'));

    makeFolder(join(folder, 'link'));

    expect(statSync(folder).mode & 0o777).to.equal(0o755);
  });

  it('refuses a place where there is a file', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(() => makeFolder(join(folder, 'file'))).to.throw(/EEXIST/);
    expect(() => makeFolder(join(folder, 'file', 'a'))).to.throw(/EEXIST|ENOTDIR/);
  });

  it('comes to an end where the system has no folders to be made', () => {
    if (!existsSync('/proc/self')) return;

    expect(() => makeFolder('/proc/nope/watch')).to.throw(/ENOENT|EACCES|EPERM/);
  });
});

import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {programsFolder} from './postgres-programs.js';

describe("The folder of PostgreSQL's programs", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'timesheet-taps-'));
  });
  afterEach(() => {
    rmSync(root, {recursive: true});
  });

  function installed(folder: string, ...names: string[]): string {
    const bin = join(root, folder);
    mkdirSync(bin, {recursive: true});
    for (const name of names) writeFileSync(join(bin, name), '', {mode: 0o755});
    return bin;
  }

  it('is that of the newest version, by number', () => {
    installed('9.6/bin', 'initdb', 'postgres', 'psql');
    const newest = installed('15/bin', 'initdb', 'postgres', 'psql');

    expect(programsFolder(root, '')).to.equal(newest);
  });

  it('is not that of a version of which only the client is there', () => {
    installed('17/bin', 'psql');
    const whole = installed('15/bin', 'initdb', 'postgres', 'psql');

    expect(programsFolder(root, '')).to.equal(whole);
  });

  it('is where the PATH leads when Debian has none', () => {
    const other = installed('other', 'initdb', 'postgres', 'psql');

    expect(programsFolder(join(root, 'none'), `/nowhere:${other}`)).to.equal(other);
  });

  it('is nowhere when nothing is installed', () => {
    expect(() => programsFolder(root, '')).to.throw('PostgreSQL is not installed');
  });
});

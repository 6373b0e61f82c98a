import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {expect} from 'chai';

/** What stands in golden files for what differs from run to run: the moment of reading, and the sandbox's port. */
const READ_AT = '2000-01-01T00:00:00Z';

/** Output in which nothing depends on the machine's clock or on the port that was free. */
export function normal(stdout: string): string {
  return stdout
    .replace(/"time_extracted":"[^"]*"/g, `"time_extracted":"${READ_AT}"`)
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:0');
}

/** Versions of tables are seconds of the machine's clock; all of them become one. */
export function withoutVersions(stdout: string): string {
  return stdout.replace(/"version":\d+/g, '"version":1');
}

/** Compares a text with a golden file, which `UPDATE_GOLDEN=1` writes anew. */
export function expectGolden(name: string, text: string): void {
  const path = `test/golden/${name}`;
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
  }
  expect(text, `${path} (make golden writes it anew)`).to.equal(readFileSync(path, 'utf8'));
}

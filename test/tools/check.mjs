// Everything that `make test` checks, in order, with one count at the end. A check that fails does not keep
// the others from running, but nothing runs on a build that failed.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
let passed = 0;
let failed = 0;

function step(name, command, args) {
  console.log(`\n== ${name}`);
  const {status} = spawnSync(command, args, {stdio: 'inherit'});
  if (status === 0) passed++;
  else {
    failed++;
    console.log(`FAILED: ${name}`);
  }
  return status === 0;
}

/** Runs one set of tests in a process of its own and adds its counts. */
function mocha(name, files) {
  console.log(`\n== ${name}`);
  const report = join(tmpdir(), `timesheet-taps-${process.pid}.json`);
  const reporter = fileURLToPath(new URL('counting-reporter.cjs', import.meta.url));
  const {status} = spawnSync(
    process.execPath,
    ['node_modules/mocha/bin/mocha.js', '--config', 'test/mocharc.json', '--reporter', reporter, ...files],
    {stdio: 'inherit', env: {...process.env, COUNTS_FILE: report}},
  );
  let counts = {passes: 0, failures: 0};
  try {
    counts = JSON.parse(readFileSync(report, 'utf8'));
    rmSync(report);
  } catch {
    console.log('The test run ended without its counts');
  }
  passed += counts.passes;
  failed += counts.failures;
  if (counts.passes + counts.failures === 0 || (status !== 0 && counts.failures === 0)) failed++;
}

const node = process.execPath;
step('lint', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
if (step('build', node, ['test/tools/build.mjs'])) {
  step('generated types are up to date', node, ['dist/test/tools/generate-types.js', '--check']);
  step('generated docs are up to date', node, ['dist/test/tools/generate-docs.js', '--check']);
  const all = walk('dist/test');
  // nock changes how the whole process talks HTTP, so its tests have one of their own.
  mocha(
    'tests',
    all.filter((file) => !file.includes('.nock.')),
  );
  mocha(
    'tests of single exchanges',
    all.filter((file) => file.includes('.nock.')),
  );
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function walk(folder) {
  const names = readdirSync(folder, {recursive: true}).map(String);
  return names
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => join(folder, name));
}

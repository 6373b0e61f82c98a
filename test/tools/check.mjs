// Everything that `make test` checks, in order, with one count at the end. A check that fails does not keep
// the others from running, but nothing runs on a build that failed.
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
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

/** Runs one set of tests in a process of its own and adds its counts. What it prints comes in one piece. */
async function mocha(name, files) {
  const report = join(tmpdir(), `timesheet-taps-${process.pid}-${name.replaceAll(/\W/g, '-')}.json`);
  const reporter = fileURLToPath(new URL('counting-reporter.cjs', import.meta.url));
  const child = spawn(
    process.execPath,
    ['node_modules/mocha/bin/mocha.js', '--config', 'test/mocharc.json', '--reporter', reporter, ...files],
    {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, COUNTS_FILE: report}},
  );
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const [status] = await once(child, 'close');
  console.log(`\n== ${name}\n${Buffer.concat(output).toString().trim()}`);
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

/** Runs several sets, as many at once as there are processors, but not more than are good for the tests' own clocks. */
async function mochas(sets) {
  const queue = [...sets];
  const worker = async () => {
    for (let set = queue.shift(); set !== undefined; set = queue.shift()) await mocha(...set);
  };
  await Promise.all(Array.from({length: Math.min(4, availableParallelism())}, worker));
}

/** So many of the shorter files of a tap share a process, whose start costs more than many of their tests. */
const TOGETHER = 6;

/**
 * The test files in sets: the longest, which run executables one by one, each alone and first; the others of each tap a few
 * together; and all else by its folder. nock changes how a whole process talks HTTP, so its tests have one of their own.
 */
function setsOf(files) {
  const sets = new Map();
  const add = (name, file) => sets.set(name, [...(sets.get(name) ?? []), file]);
  const counts = new Map();
  for (const file of files) {
    const folder = file.split('/').slice(2, -1).join('/');
    if (file.includes('.nock.')) add('single exchanges', file);
    else if (isLong(file)) add(file.split('/').slice(2).join('/'), file);
    else if (folder.startsWith('taps/')) {
      const count = counts.get(folder) ?? 0;
      counts.set(folder, count + 1);
      add(`${folder}, part ${Math.floor(count / TOGETHER) + 1}`, file);
    } else add(folder, file);
  }
  const weight = (name) => (isLong(name) ? 0 : name.startsWith('taps/') ? 1 : 2);
  return [...sets].sort(([one], [other]) => weight(one) - weight(other));
}

function isLong(name) {
  return /conformance|airbyte|crash/.test(name) && name.includes('taps/');
}

const node = process.execPath;
step('lint', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
if (step('build', node, ['test/tools/build.mjs'])) {
  step('generated types are up to date', node, ['dist/test/tools/generate-types.js', '--check']);
  step('generated docs are up to date', node, ['dist/test/tools/generate-docs.js', '--check']);
  await mochas(setsOf(walk('dist/test')));
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

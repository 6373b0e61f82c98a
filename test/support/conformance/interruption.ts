import {expect} from 'chai';
import {type Ended, lines, outcome, start} from '../process.js';
import {lintProtocol} from '../protocol-lint.js';
import {differences, lost} from './compare.js';
import {expectGood, type Run, type Subject, stateSoFar} from './subject.js';

const DAY = 86_400;
const PARTS = [0.08, 0.35, 0.6, 0.9];

/** A run that is cut off anywhere and then resumed loses nothing. */
export function describeInterruptions(subject: Subject): void {
  for (const part of PARTS) {
    it(`loses nothing when killed after ${Math.round(part * 100)} % of its lines, or of its requests`, async () => {
      const {messages} = await subject.first();
      const count = Math.max(1, Math.floor(messages.length * part));
      const nth = await nthRequest(subject, part);

      await Promise.all([
        expectNothingLost(subject, (sandbox) => killAfterLines(subject, sandbox, count)),
        expectNothingLost(subject, (sandbox) => signalled(subject, sandbox, nth, 'SIGKILL')),
      ]);
    });
  }

  it('resumes with what changed since it was killed', async () => {
    const sandbox = await subject.sandbox();
    const killed = await signalled(subject, sandbox, await nthRequest(subject, 0.4), 'SIGKILL');
    sandbox.advance(DAY / 24);
    const changes = sandbox.change();
    const truth = await sandbox.truth();

    const resumed = await subject.run(sandbox, {state: stateSoFar(killed.messages)});

    expectGood(resumed, stateSoFar(killed.messages));
    const held = subject.held([...killed.messages, ...resumed.messages]);
    const changed = Object.fromEntries(
      Object.entries(truth).map(([stream, records]) => [
        stream,
        records.filter((record) =>
          changes.some(
            (change) =>
              change.stream === stream &&
              Object.entries(change.where).every(([name, value]) => record[name] === value),
          ),
        ),
      ]),
    );
    expect(lost(held, changed, subject.keys)).to.deep.equal([]);
    // Other rows may embed a name that changed without having changed themselves, so only their keys are asked for.
    const missing = lost(held, truth, subject.keys).filter((problem) => problem.endsWith('is missing'));
    expect(missing).to.deep.equal([]);
  });

  it('ends by SIGTERM with a complete STATE, and goes on there', async () => {
    await Promise.all(
      [0.2, 0.7].map(async (part) => {
        const sandbox = await subject.sandbox();
        const {truth, messages} = await subject.first();
        const nth = await nthRequest(subject, part);

        const run = await signalled(subject, sandbox, nth, 'SIGTERM');
        const resumed = await subject.run(sandbox, {state: stateSoFar(run.messages)});

        expect(run.signal).to.equal('SIGTERM');
        expect(run.milliseconds).to.be.below(3000);
        expect(lintProtocol(run.messages, {isCutOff: !subject.endsWithState})).to.deep.equal([]);
        const held = subject.held([...run.messages, ...resumed.messages]);
        expect(differences(held, truth, subject.keys)).to.deep.equal([]);
        expect(resumed.messages.length, 'lines of the resumed run').to.be.below(messages.length);
      }),
    );
  });
}

type Sandbox = Awaited<ReturnType<Subject['sandbox']>>;

async function expectNothingLost(
  subject: Subject,
  cutOff: (sandbox: Sandbox) => Promise<Run>,
): Promise<void> {
  const sandbox = await subject.sandbox();
  const {truth} = await subject.first();

  const killed = await cutOff(sandbox);
  const state = stateSoFar(killed.messages);
  const resumed = await subject.run(sandbox, {state});

  expect(killed.signal).to.equal('SIGKILL');
  expect(lintProtocol(killed.messages, {isCutOff: true})).to.deep.equal([]);
  expectGood(resumed, state);
  expect(
    differences(subject.held([...killed.messages, ...resumed.messages]), truth, subject.keys),
  ).to.deep.equal([]);
}

/** The request at which this part of a whole run is done. */
async function nthRequest(subject: Subject, part: number): Promise<number> {
  const {requests} = await subject.first();
  return Math.max(1, Math.floor(requests * part));
}

/** Reads so many lines and kills; later lines may have been printed, but nobody took them. */
async function killAfterLines(subject: Subject, sandbox: Sandbox, count: number): Promise<Run> {
  const child = start(subject.executable, subject.optionsFor(sandbox));
  child.stdin.end();
  child.stderr.resume();
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal));
  });
  const read: string[] = [];
  for await (const line of lines(child)) {
    read.push(line);
    if (read.length === count) break;
  }
  child.kill('SIGKILL');
  const signal = await ended;
  const stdout = `${read.join('\n')}\n`;
  return subject.taken({stdout, stderr: '', code: undefined, signal: signal ?? undefined}, {});
}

/** Sends a signal while the nth request waits for its response. */
async function signalled(
  subject: Subject,
  sandbox: Sandbox,
  nth: number,
  signal: NodeJS.Signals,
): Promise<Run & {milliseconds: number}> {
  const held = sandbox.hold(nth);
  const child = start(subject.executable, subject.optionsFor(sandbox));
  child.stdin.end();
  const ending = outcome(child);
  await Promise.race([held.arrived, ending]);
  const began = Date.now();
  child.kill(signal);
  const ended = await ending;
  held.release();
  const whole = {...ended, stdout: wholeLines(ended)};
  return {...subject.taken(whole, {}), milliseconds: Date.now() - began};
}

/** A killed program may leave half a line behind, which no target takes. */
function wholeLines({stdout}: Ended): string {
  return stdout.slice(0, stdout.lastIndexOf('\n') + 1);
}

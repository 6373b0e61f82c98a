import {expect} from 'chai';
import {lastState} from '../messages.js';
import {lintProtocol} from '../protocol-lint.js';
import {differences} from './compare.js';
import {bookmarkIn, type Subject} from './subject.js';

const DAY = 86_400;

/** Trouble stays where it arises, and the exit code tells of it. */
export function describeFailures(subject: Subject): void {
  const failing = subject.sandboxes.canFail;

  it('reads all other streams when some fail, and says so in its exit code', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();
    for (const stream of failing) sandbox.fail(stream);

    const run = await subject.run(sandbox, {config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(lintProtocol(run.messages, {isCutOff: run.hasOtherEnd})).to.deep.equal([]);
    const others = Object.fromEntries(Object.entries(truth).filter(([stream]) => !failing.includes(stream)));
    expect(differences(subject.held(run.messages), others, subject.keys)).to.deep.equal([]);
    for (const stream of failing)
      expect(bookmarkIn(lastState(run.messages), stream), stream).to.equal(undefined);
    expectVerdict(run.stderr, failing);
  });

  it('leaves the bookmark of a failing stream where it was', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    sandbox.advance(DAY);
    sandbox.change();
    for (const stream of failing) sandbox.fail(stream);

    const run = await subject.run(sandbox, {state, config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(lintProtocol(run.messages, {stateBefore: state, isCutOff: run.hasOtherEnd})).to.deep.equal([]);
    for (const stream of failing) {
      expect(bookmarkIn(lastState(run.messages), stream), stream).to.deep.equal(bookmarkIn(state, stream));
    }
    expectVerdict(run.stderr, failing);
  });

  it('prints nothing when the service refuses the credentials', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    const {badCredentials} = subject.sandboxes;

    const run = await subject.run(sandbox, {state, config: badCredentials});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(run.stderr.trimEnd().split('\n').at(-1)).to.match(/^CRITICAL .*refused the credentials/);
    for (const secret of Object.values(badCredentials)) expect(run.stderr).to.not.include(String(secret));
    expect(sandbox.requestCount()).to.equal(1);
  });
}

/** The last line names what failed, in one sentence. */
function expectVerdict(stderr: string, failing: readonly string[]): void {
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(last).to.match(/^CRITICAL /);
  for (const stream of failing) expect(last).to.include(stream);
}

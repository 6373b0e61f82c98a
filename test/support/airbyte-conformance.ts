import type {Tap} from '../../protocol/tap.js';
import {AirbyteSubject} from './conformance/airbyte-subject.js';
import {describeAirbyteVerbs} from './conformance/airbyte-verbs.js';
import {describeFailures} from './conformance/failures.js';
import {describeSyncs} from './conformance/full-sync.js';
import {describeInterruptions} from './conformance/interruption.js';
import type {SandboxForTests} from './conformance/sandbox.js';
import {describeSelection} from './conformance/selection.js';

/** What every tap must do as an Airbyte source, tried on its executable and a sandbox of its service. */
export function describeSource(tap: Tap, sandbox: SandboxForTests): void {
  describe(`${tap.name} as an Airbyte source`, () => {
    const subject = new AirbyteSubject(tap, sandbox);
    afterEach(() => subject.stopSandboxes());

    describe('answering', () => describeAirbyteVerbs(subject, tap));
    describe('syncing', () => describeSyncs(subject));
    describe('being interrupted', () => describeInterruptions(subject));
    describe('selecting', () => describeSelection(subject));
    describe('in trouble', () => describeFailures(subject));
  });
}

import type {Tap} from '../../protocol/tap.js';
import {describeDiscovery} from './conformance/discovery.js';
import {describeFailures} from './conformance/failures.js';
import {describeSyncs} from './conformance/full-sync.js';
import {describeInterruptions} from './conformance/interruption.js';
import type {SandboxForTests} from './conformance/sandbox.js';
import {describeSelection} from './conformance/selection.js';
import {describeStates} from './conformance/state.js';
import {Subject} from './conformance/subject.js';
import {describeVersions} from './conformance/versions.js';

export type {Change, HeldRequest, RunningSandbox, SandboxForTests, Truth} from './conformance/sandbox.js';

/** What every tap must do, tried on its executable and a sandbox of its service. */
export function describeTap(tap: Tap, sandbox: SandboxForTests): void {
  describe(`${tap.name} as a tap`, () => {
    const subject = new Subject(tap, sandbox);
    afterEach(() => subject.stopSandboxes());

    describe('offering its streams', () => describeDiscovery(subject));
    describe('syncing', () => describeSyncs(subject));
    describe('being interrupted', () => describeInterruptions(subject));
    describe('selecting', () => describeSelection(subject));
    describe('keeping state', () => describeStates(subject));
    describe('counting versions of full tables', () => describeVersions(subject));
    describe('in trouble', () => describeFailures(subject));
  });
}

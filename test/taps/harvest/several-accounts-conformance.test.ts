import {AirbyteSubject} from '../../support/conformance/airbyte-subject.js';
import {describeInterruptions} from '../../support/conformance/interruption.js';
import {describeSelection} from '../../support/conformance/selection.js';
import {Subject} from '../../support/conformance/subject.js';
import {harvestOfSeveral, ONE, severalSandbox, THREE, TWO} from './several-accounts-subject.js';

// What happens in trouble differs by account, and is tried where the runs of several accounts are.
const sandbox = severalSandbox([ONE, TWO, THREE]);

describe('tap-harvest of several accounts as a tap', () => {
  const subject = new Subject(harvestOfSeveral, sandbox);
  afterEach(() => subject.stopSandboxes());

  describe('being interrupted', () => describeInterruptions(subject));
  describe('selecting', () => describeSelection(subject));
});

describe('tap-harvest of several accounts as an Airbyte source', () => {
  const subject = new AirbyteSubject(harvestOfSeveral, sandbox);
  afterEach(() => subject.stopSandboxes());

  describe('being interrupted', () => describeInterruptions(subject));
  describe('selecting', () => describeSelection(subject));
});

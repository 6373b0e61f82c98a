import {paydirt} from '../../../taps/paydirt/index.js';
import {describeSource} from '../../support/airbyte-conformance.js';
import {paydirtSandbox} from './sandbox.js';

describeSource(paydirt, paydirtSandbox());

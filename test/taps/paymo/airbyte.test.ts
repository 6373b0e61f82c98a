import {paymo} from '../../../taps/paymo/index.js';
import {describeSource} from '../../support/airbyte-conformance.js';
import {paymoSandbox} from './sandbox.js';

describeSource(paymo, paymoSandbox());

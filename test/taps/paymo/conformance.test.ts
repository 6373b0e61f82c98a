import {paymo} from '../../../taps/paymo/index.js';
import {describeTap} from '../../support/conformance.js';
import {paymoSandbox} from './sandbox.js';

describeTap(paymo, paymoSandbox());

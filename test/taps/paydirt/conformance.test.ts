import {paydirt} from '../../../taps/paydirt/index.js';
import {describeTap} from '../../support/conformance.js';
import {paydirtSandbox} from './sandbox.js';

describeTap(paydirt, paydirtSandbox());

import {harvest} from '../../../taps/harvest/index.js';
import {describeTap} from '../../support/conformance.js';
import {harvestSandbox} from './sandbox.js';

describeTap(harvest, harvestSandbox());

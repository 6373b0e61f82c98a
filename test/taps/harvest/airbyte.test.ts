import {harvest} from '../../../taps/harvest/index.js';
import {describeSource} from '../../support/airbyte-conformance.js';
import {harvestSandbox} from './sandbox.js';

describeSource(harvest, harvestSandbox());

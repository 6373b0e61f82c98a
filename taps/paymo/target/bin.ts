#!/usr/bin/env node
import {runTarget} from '../../../protocol/index.js';
import {paymoTarget} from './index.js';

await runTarget(paymoTarget);

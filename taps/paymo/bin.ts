#!/usr/bin/env node
import {main} from '../../protocol/index.js';
import {paymo} from './index.js';

await main(paymo);

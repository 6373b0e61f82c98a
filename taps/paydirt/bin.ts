#!/usr/bin/env node
import {main} from '../../protocol/index.js';
import {paydirt} from './index.js';

await main(paydirt);

#!/usr/bin/env node
import {main} from '../../protocol/index.js';
import {harvest} from './index.js';

await main(harvest);

#!/usr/bin/env node
import {runTarget} from '../../../protocol/index.js';
import {notes} from './target.js';

await runTarget(notes);

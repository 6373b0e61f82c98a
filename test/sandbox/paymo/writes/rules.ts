import type {Collection} from '../collections.js';
import type {Rules} from './context.js';

/** What lists do beside keeping what they are given. */
export const RULES: Readonly<Partial<Record<Collection, Rules>>> = {};

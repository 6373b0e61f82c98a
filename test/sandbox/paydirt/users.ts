import type {Row} from './tables.js';

const FIRST_ID = 181;

/**
 * Nobody has seen a user in public, so these have an `id` and, to show that anything may come along, keys that
 * mean nothing, of every type there is.
 */
export function neutralUsers(count: number): Row[] {
  return Array.from({length: count}, (_, index) => ({
    id: FIRST_ID + index * 3,
    alpha: `Überall ${index + 1}`,
    beta: index % 4 !== 3,
    gamma: index * 12.5,
    delta: index % 3 === 0 ? null : `delta-${index}`,
    epsilon: {one: index, two: {three: 'nested'}},
    zeta: [index, 'two', null],
  }));
}

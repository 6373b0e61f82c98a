import {plainKey} from '../../../protocol/index.js';

/** What a person does about a creation of which nobody can tell whether it had its effect. */
export function settleHint(stream: string, key: string): string {
  return `Look into Paymo, then say what it is: target-paymo settle --config FILE ${stream} '${plainKey(key)}' ID, or none instead of the id`;
}

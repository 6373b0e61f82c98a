import {Assignments} from './assignments.js';
import {Change} from './change.js';
import {Completion} from './completion.js';
import {Creation} from './creation.js';
import {Searcher} from './search.js';
import type {Tools} from './tools.js';

/** Everything that does something in Paymo, made once for a run. */
export interface Works {
  readonly tools: Tools;
  readonly searcher: Searcher;
  readonly creation: Creation;
  readonly change: Change;
  readonly completion: Completion;
}

/** Makes what writes with some tools. */
export function worksWith(tools: Tools): Works {
  const searcher = new Searcher(tools);
  return {
    tools,
    searcher,
    creation: new Creation(tools, searcher),
    change: new Change(tools, searcher),
    completion: new Completion(searcher, new Assignments(tools, searcher)),
  };
}

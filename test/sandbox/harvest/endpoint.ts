import type {Reply} from '../common/reply.js';
import type {Caller, Permission} from './caller.js';
import type {Store} from './store.js';

export type Module = 'expense' | 'invoice' | 'estimate';

/** What an endpoint is given to answer with. */
export interface Call {
  store: Store;
  caller: Caller;
  origin: string;
  /** The path below /v2/, without a slash in front. */
  route: string;
  query: URLSearchParams;
}

export interface Endpoint {
  /** Below /v2/; a colon stands before an id. */
  path: string;
  permission: Permission;
  module?: Module;
  bucket: 'general' | 'reports';
  answer(call: Call, ids: number[]): Reply;
}

/** The pattern of a path, in which every `:name` is a number. */
export function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:\w+/g, '(\\d+)')}$`);
}

/** What a request may ask for. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Methods that change something. */
export type WriteMethod = Exclude<Method, 'GET' | 'HEAD'>;

/** Whether a request by this method is to change something. */
export function isWrite(method: Method): method is WriteMethod {
  return method !== 'GET' && method !== 'HEAD';
}

import {
  AuthError,
  type Client,
  DataError,
  type JsonResponse,
  RefusedError,
  rowsOfWhole,
  ServiceError,
  type ServiceOpening,
  type TapError,
} from '../../protocol/index.js';
import {clients} from './streams.js';

/**
 * Checks the key with the cheapest request that there is, the list of clients, which then need not be read again. A list
 * that can't be read is the matter of its own stream, as long as the service can be reached at all.
 */
export async function openAccount(client: Client): Promise<ServiceOpening> {
  // No request tells whose account it is.
  const opening: ServiceOpening = {account: '', unavailable: new Map(), objects: new Map()};
  let answers: ReadonlyMap<string, JsonResponse> = new Map();
  try {
    const answer = await client.get(clients.path, {}, clients.name);
    answers = new Map([[clients.path, answer]]);
    rowsOfWhole(answer, clients.rootKeys);
    return {...opening, answers};
  } catch (error) {
    if (error instanceof AuthError || !isOwnMatter(error)) throw error;
    return {...opening, answers, trouble: error};
  }
}

function isOwnMatter(error: unknown): error is TapError {
  if (error instanceof ServiceError) return error.isReached;
  return error instanceof RefusedError || error instanceof DataError;
}

import {startServer} from '../common/server.js';
import type {HeldAccount} from './accounts.js';
import {translate} from './envelope-faults.js';
import {faultsOfAll} from './fault-boxes.js';
import type {Grants} from './grants.js';
import {createIdentity} from './identity.js';
import type {Settings} from './options.js';
import {unknownRoute} from './refusals.js';
import type {LoggedRequest} from './requests.js';
import {logged} from './requests.js';
import type {Service} from './service.js';
import {createService, refusalsAnswered} from './service.js';

/** What listens: one server for everything, or one for the API and one for the identity service. */
export interface Servers {
  readonly url: string;
  readonly idUrl: string;
  readonly faults: ReturnType<typeof faultsOfAll>;
  stop(): Promise<void>;
}

export async function startServers(
  settings: Settings,
  accounts: readonly HeldAccount[],
  grants: Grants,
  requests: LoggedRequest[],
): Promise<Servers> {
  const faults = faultsOfAll(accounts, settings.initialFaults);
  const service = createService(accounts, grants, settings);
  const identity = createIdentity(settings, grants);
  const serve = (port: number, answer: Service) =>
    startServer({
      settings: {...settings, port},
      faults,
      requests,
      log: logged,
      answer: (request, log, origin) => refusalsAnswered(() => answer(request, log, origin)),
      translate,
    });

  if (settings.identityServer === 'same') {
    const {url, stop} = await serve(
      settings.port,
      (request, log, origin) => identity(request, log) ?? service(request, log, origin),
    );
    return {url, idUrl: url, faults, stop};
  }
  const api = await serve(settings.port, service);
  const id = await serve(0, (request, log) => identity(request, log) ?? unknownRoute());
  return {
    url: api.url,
    idUrl: id.url,
    faults,
    stop: async () => {
      await Promise.all([api.stop(), id.stop()]);
    },
  };
}

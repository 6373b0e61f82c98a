import type {IncomingMessage} from 'node:http';
import type {Reply} from '../common/reply.js';
import {Refusal} from '../common/reply.js';
import type {HeldAccount} from './accounts.js';
import {credentialsOf, requireUserAgent} from './authenticate.js';
import {billingLists} from './billing-lists.js';
import {callerOf} from './caller.js';
import type {Endpoint, Module} from './endpoint.js';
import {pattern} from './endpoint.js';
import {createTurnstile, enter} from './entrance.js';
import {expenseReports} from './expense-reports.js';
import type {Grants} from './grants.js';
import type {Settings} from './options.js';
import {projectReports} from './project-reports.js';
import {forbidden, notFound, unknownRoute} from './refusals.js';
import type {LoggedRequest} from './requests.js';
import {singletons} from './singletons.js';
import type {Store} from './store.js';
import {timeReports} from './time-reports.js';
import {workLists} from './work-lists.js';

const ENDPOINTS = [
  ...singletons,
  ...workLists,
  ...billingLists,
  ...timeReports,
  ...expenseReports,
  ...projectReports,
].map((endpoint) => ({endpoint, pattern: pattern(endpoint.path)}));

/** Answers requests as the API does; knows nothing of sockets or faults. */
export type Service = (request: IncomingMessage, log: LoggedRequest, origin: string) => Reply;

export function createService(accounts: readonly HeldAccount[], grants: Grants, settings: Settings): Service {
  const throttle = createTurnstile(settings);

  return (request, log, origin) => {
    const match = log.method !== 'GET' || log.route === log.path ? undefined : find(log.route);
    if (!match) return unknownRoute();

    const {endpoint, ids} = match;
    requireUserAgent(request);
    const credentials = credentialsOf(request, log.query);
    const account = enter(credentials, accounts, grants, settings);
    const throttled = throttle(account, credentials.token, endpoint.bucket, log.at);
    if (throttled) return throttled;

    const {store} = account;
    const {role, moduleStatus, forbiddenBody} = store.settings;
    const caller = callerOf(store, role);
    if (endpoint.module && !isOn(store, endpoint.module)) {
      throw moduleStatus === 404 ? notFound() : forbidden(forbiddenBody);
    }
    if (!endpoint.permission(caller)) throw forbidden(forbiddenBody);
    return endpoint.answer({store, caller, origin, route: log.route, query: log.query}, ids);
  };
}

/** What an administrator of the account gets for a path and query, whatever stands in the way of requests. */
export function peek(store: Store, path: string): Reply {
  const {pathname, searchParams} = new URL(path, 'http://sandbox/');
  const route = pathname.slice(1);
  const match = find(route);
  if (!match) throw new Error(`The sandbox has no ${path}.`);
  const caller = callerOf(store, 'administrator');
  const call = {store, caller, origin: 'http://sandbox', route, query: searchParams};
  return match.endpoint.answer(call, match.ids);
}

/** What was thrown as a refusal is an answer, too. */
export function refusalsAnswered(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function find(route: string): {endpoint: Endpoint; ids: number[]} | undefined {
  for (const {endpoint, pattern: shape} of ENDPOINTS) {
    const match = shape.exec(route);
    if (match) return {endpoint, ids: match.slice(1).map(Number)};
  }
  return undefined;
}

/** The switches are those of `GET /company`, so flipping one there takes effect at once. */
function isOn({data: {company}}: Store, module: Module): boolean {
  switch (module) {
    case 'expense':
      return company.expense_feature;
    case 'invoice':
      return company.invoice_feature;
    case 'estimate':
      return company.estimate_feature;
  }
}

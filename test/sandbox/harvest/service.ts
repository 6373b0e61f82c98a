import type {IncomingMessage} from 'node:http';
import type {Reply} from '../common/reply.js';
import {Refusal} from '../common/reply.js';
import {credentialsOf, requireAccount, requireUserAgent} from './authenticate.js';
import {billingLists} from './billing-lists.js';
import {callerOf} from './caller.js';
import type {Endpoint, Module} from './endpoint.js';
import {pattern} from './endpoint.js';
import {expenseReports} from './expense-reports.js';
import {accountList} from './identity.js';
import {projectReports} from './project-reports.js';
import {rateLimit} from './rate-limit.js';
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
export interface Service {
  answer(request: IncomingMessage, log: LoggedRequest, origin: string): Reply;
}

export function createService(store: Store): Service {
  const {settings} = store;
  const limits = {general: rateLimit(settings.limits.general), reports: rateLimit(settings.limits.reports)};

  const answer = (request: IncomingMessage, log: LoggedRequest, origin: string): Reply => {
    if (log.method !== 'GET') return unknownRoute();
    if (log.path === '/api/v2/accounts') {
      requireUserAgent(request);
      return accountList(settings, credentialsOf(request, log.query));
    }
    const match = log.route === log.path ? undefined : find(log.route);
    if (!match) return unknownRoute();

    const {endpoint, ids} = match;
    requireUserAgent(request);
    requireAccount(credentialsOf(request, log.query), settings);
    const throttled = limits[endpoint.bucket].refuse(log.at);
    if (throttled) return throttled;

    const caller = callerOf(store, settings.role);
    if (endpoint.module && !isOn(store, endpoint.module)) {
      throw settings.moduleStatus === 404 ? notFound() : forbidden(settings.forbiddenBody);
    }
    if (!endpoint.permission(caller)) throw forbidden(settings.forbiddenBody);
    return endpoint.answer({store, caller, origin, route: log.route, query: log.query}, ids);
  };

  return {
    answer(request, log, origin) {
      try {
        return answer(request, log, origin);
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    },
  };
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

import {defineTarget} from '../../../protocol/index.js';
import {paymoService} from '../service.js';
import {credentialProblems} from '../settings-check.js';
import {confirmClaim} from './claims.js';
import {OBJECTS} from './objects.js';
import type {Config} from './records.js';
import {referenceNames} from './reference-names.js';
import {problemsOfStreams} from './stream-problems.js';
import {openWriting} from './writing.js';

/** The target for Paymo: creates, changes and deletes what records of any tap say. */
export const paymoTarget = defineTarget<Config>({
  name: 'target-paymo',
  description: 'Writes clients, projects, tasks, time, expenses and invoices into a Paymo account',
  schemas: new URL('../../../schemas/paymo/target/', import.meta.url),
  service,
  problems: (config) => [...credentialProblems(config), ...problemsOfStreams(config)],
  objects: {
    titles: ['Stream', 'Writes', 'Needs', 'Other fields', 'References'],
    rows: [...OBJECTS.values()].map((object) => {
      const {name, operations, fields, alternatives} = object;
      const required = [...fields].filter(([, field]) => field.isRequired).map(([field]) => field);
      const ways = alternatives.map((names) => names.join(' + ')).join(' or ');
      const needs = [...required, ...(ways === '' ? [] : [ways])];
      const named = new Set([...required, ...alternatives.flat()]);
      const others = [...fields.keys()].filter((field) => !named.has(field));
      return [
        name,
        operations.join(', '),
        needs.join(', '),
        others.join(', '),
        [...referenceNames(fields).keys()].join(', '),
      ];
    }),
  },
  open: (config, context) => openWriting(config, service(config), context),
  confirm: confirmClaim,
});

function service(config: Config) {
  return paymoService(config, 'target-paymo');
}

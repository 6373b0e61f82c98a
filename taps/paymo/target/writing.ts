import type {Service, StreamSchema, StreamWriter, TargetContext, Writing} from '../../../protocol/index.js';
import {whoseAccount} from '../account.js';
import {Doubts} from './doubts.js';
import {planOf} from './plan.js';
import {recoverFlights} from './recovery.js';
import type {WriteSettings} from './settings.js';
import {PaymoWriter} from './stream-writer.js';
import {UnknownFields} from './unknown-fields.js';
import {worksWith} from './works.js';

/** Begins a run that writes into the company of the credentials. */
export async function openWriting(
  settings: WriteSettings,
  service: Service,
  {connection, log, signal, clock, openLedger}: TargetContext,
): Promise<Writing> {
  const whose = await whoseAccount(connection.client);
  if (whose.me.type !== 'Admin') {
    log.warning(
      'The user of the credentials is no administrator: Paymo refuses some writes then, and hides objects that would be looked for',
    );
  }
  const ledger = await openLedger(whose.account);
  const works = worksWith({connection, service, ledger, log, clock, signal, settings, whose});
  const told = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const doubtful = {settings, ledger, log, seen, told: new Set<string>()};
  return {
    recover: () => recoverFlights(works),
    stream(schema: StreamSchema): StreamWriter {
      const plan = planOf(schema, settings);
      const {unknown_fields: mode = 'warn'} = settings;
      const toldOfStream = told.get(schema.stream) ?? new Set<string>();
      told.set(schema.stream, toldOfStream);
      seen.add(schema.stream);
      const unknown = new UnknownFields(plan, log, mode, schema, toldOfStream);
      return new PaymoWriter(plan, works, unknown, new Doubts(plan, doubtful));
    },
  };
}

import type {LoadedConfig} from '../config/load.js';
import type {Clock} from '../core/clock.js';
import type {Dialect} from '../core/dialect.js';
import type {Log} from '../core/log.js';
import {bookmarkOf, type State} from '../core/state.js';
import type {Client} from '../http/client.js';
import type {Service} from '../rest/service.js';
import type {Checkpoints} from '../sync/checkpoints.js';
import {tableVersion} from '../sync/versions.js';
import type {Writer} from '../sync/writer.js';
import type {Tap} from '../tap.js';
import {Deletions} from '../watch/deletions.js';
import {Doubts} from '../watch/doubts.js';
import {EventLoop} from '../watch/event-loop.js';
import {EventWork} from '../watch/event-work.js';
import {Guard, recordKey} from '../watch/guard.js';
import {Intake} from '../watch/intake.js';
import {Kin} from '../watch/kin.js';
import {readPosition} from '../watch/read-position.js';
import {Sink} from '../watch/sink.js';
import {Spool} from '../watch/spool.js';
import {SubjectRows} from '../watch/subject-rows.js';
import type {Webhooks} from '../watch/webhooks.js';
import type {ClientsFor} from './clients.js';
import {commonConfig, spanOf} from './common-config.js';
import {Rounds} from './watch-rounds.js';
import type {WatchConfig} from './watch-settings.js';
import type {Watched} from './watch-streams.js';

/** What a watch is made of. */
export interface PartsOptions {
  readonly tap: Tap;
  readonly webhooks: Webhooks;
  readonly loaded: LoadedConfig;
  readonly config: WatchConfig;
  readonly watched: Watched;
  /** The service's facts as they are now. */
  readonly service: () => Service;
  /** The state that we start from. */
  readonly state: State;
  readonly checkpoints: Checkpoints;
  readonly dialect: Dialect;
  readonly writer: Writer;
  readonly log: Log;
  readonly clock: Clock;
  readonly clientFor: ClientsFor;
  /** The client that changed objects are asked for with. */
  readonly eventClient: () => Client;
  /** Aborted when nothing more is to be written. */
  readonly signal: AbortSignal;
}

/** The parts of a watch, joined. */
export interface Parts {
  readonly spool: Spool;
  readonly deletions: Deletions;
  readonly intake: Intake;
  readonly sink: Sink;
  readonly work: EventWork;
  readonly loop: EventLoop;
  readonly rounds: Rounds;
  /** Up to where the state that we started from had worked off the spool. */
  readonly passed: number;
}

/** Opens what a watch keeps in its folder, and joins its parts. Throws `ConfigError` where the folder can't be used. */
export async function openParts(options: PartsOptions): Promise<Parts> {
  const {tap, webhooks, loaded, config, watched, state, checkpoints, dialect, writer, log, clock} = options;
  const {signal, service, eventClient, clientFor} = options;
  const common = commonConfig(loaded.config);
  const deletions = await Deletions.open(config.watch_folder);
  const position = readPosition(state);
  const spool = await Spool.open(config.watch_folder, position);
  const passed = position?.spool === spool.id ? position.position : 0;
  const backlog = spool.behind(spool.read);
  if (backlog > 0) log.info(`${backlog} events that were kept before are worked off first`);
  const kin = new Kin(webhooks.belongings);
  const guard = new Guard(deletions, undefined, kin);
  for (const {stream} of watched.streams.values()) {
    const value = bookmarkOf(state, stream.name)?.replication_key_value;
    if (typeof value === 'string') guard.raiseFloor(stream.name, value);
  }
  const subjects = new Map(
    watched.subjects.map((subject) => [
      subject.name,
      new SubjectRows({
        subject,
        service,
        declarations: tap.streams,
        watched: watched.streams,
        bounds: spanOf(common, new Date(clock.now())),
        refetch: config.refetch,
        mostEmbedded: webhooks.mostEmbedded,
        log,
      }),
    ]),
  );
  tellUnfetched(subjects, log);
  const versionOf = (name: string) => {
    const selected = watched.streams.get(name);
    const bookmark = bookmarkOf(checkpoints.state, name);
    return selected && tableVersion(selected.stream, bookmark, 'off', clock.now(), false).version;
  };
  const sink = new Sink({
    watched: watched.streams,
    guard,
    dialect,
    writer,
    log,
    validate: common.validate_records,
    deletes: config.deletes,
    versionOf,
    signal,
  });
  const work = new EventWork({
    webhooks,
    subjects,
    guard,
    deletions,
    kin,
    sink,
    clock,
    log,
    client: eventClient,
    onGivenUp: (names, isRefused) => rounds.owe(names, isRefused),
    signal,
  });
  const doubts = new Doubts();
  const rounds = new Rounds({
    tap,
    loaded,
    selected: [...watched.streams.values()],
    checkpoints,
    dialect,
    writer,
    log,
    clock,
    guard,
    clientFor,
    doubt(stream, record) {
      for (const [subject, rows] of subjects) {
        if (!rows.streams.includes(stream.name)) continue;
        doubts.add({subject, id: recordKey(stream, record)});
        return true;
      }
      return false;
    },
  });
  return {
    spool,
    deletions,
    intake: new Intake(spool, webhooks, new Set(subjects.keys()), log),
    sink,
    work,
    loop: new EventLoop({spool, work, doubts, checkpoints, writer, clock}),
    rounds,
    passed,
  };
}

function tellUnfetched(subjects: ReadonlyMap<string, SubjectRows>, log: Log): void {
  for (const {streams, unfetched} of subjects.values()) {
    if (unfetched.length === 0) continue;
    log.warning(`${unfetched.join(', ')} are null in what events bring ("refetch" is false)`, streams[0]);
  }
}

import {ConfigError, UsageError} from '../core/errors.js';
import {acquireLock} from '../durable/lock.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {table} from '../sync/summary.js';
import type {Tap} from '../tap.js';
import {MARKER, readHookMemory} from '../watch/hook-memory.js';
import type {Hook, HookCalls} from '../watch/webhooks.js';
import type {Command} from './args.js';
import {CONSOLE, canAsk, consents} from './consent.js';
import type {Ending} from './ending.js';
import {print} from './print.js';
import {verbClient} from './verb-client.js';
import {lockPath} from './watch-hooks.js';
import {watchConfig} from './watch-settings.js';

/** Lists the hooks that the service has, or removes those of ours that no running watcher uses. */
export async function hooksCommand(
  tap: Tap,
  command: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const {webhooks} = tap;
  const [word, ...others] = command.words;
  if (webhooks === undefined || others.length > 0 || (word !== 'list' && word !== 'clean')) {
    throw new UsageError('Say what to do with the hooks: `hooks list` or `hooks clean`');
  }
  ending.remark = '';
  const {loaded, service, client} = verbClient(tap, command.config, log, ending);
  try {
    await service.prepare?.(client);
    const calls = webhooks.hooks(client);
    const hooks = await calls.list();
    const used = usedPath(watchConfig(loaded.config).watch_folder);
    if (word === 'list') return await print(listOf(hooks, used, command.format));
    return await clean(calls, hooks, {used, isSure: command.flags.yes === true, log, ending});
  } finally {
    client.close();
  }
}

/** The path that a running watcher with this folder listens to; undefined where none runs. */
function usedPath(folder: string): string | undefined {
  const memory = readHookMemory(folder);
  if (memory === undefined) return undefined;
  try {
    acquireLock(lockPath(folder), 'watch folder').release();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return memory.path;
    throw error;
  }
}

function listOf(hooks: readonly Hook[], used: string | undefined, format: Command['format']): string {
  const shown = hooks.map((hook) => ({
    id: hook.id,
    event: hook.event,
    target: withoutSecrets(hook.targetUrl),
    ours: isOurs(hook),
    in_use: used !== undefined && hook.targetUrl.endsWith(used),
    last_status: hook.lastStatus ?? null,
  }));
  if (format === 'json') return JSON.stringify(shown, undefined, 2);
  if (shown.length === 0) return 'There are no hooks of this user';
  const rows = shown.map((hook) => [
    hook.id,
    hook.event,
    hook.target,
    hook.in_use ? 'ours, in use' : hook.ours ? 'ours' : 'another',
    String(hook.last_status ?? 'none yet'),
  ]);
  return table([['id', 'event', 'target', 'whose', 'last status'], ...rows]);
}

async function clean(
  calls: HookCalls,
  hooks: readonly Hook[],
  {used, isSure, log, ending}: {used: string | undefined; isSure: boolean; log: StderrLog; ending: Ending},
): Promise<number> {
  const left = hooks.filter((hook) => isOurs(hook) && (used === undefined || !hook.targetUrl.endsWith(used)));
  if (left.length === 0) {
    log.info('There are no hooks to remove');
    return 0;
  }
  for (const hook of left) log.print(`${hook.id}  ${hook.event}  ${withoutSecrets(hook.targetUrl)}`);
  const question = `Remove these ${left.length} hooks? A watcher elsewhere may use them.`;
  const isWanted = isSure || (canAsk(CONSOLE) && (await consents(question, CONSOLE, ending.run)));
  if (!isWanted) {
    throw new UsageError(
      'Nothing was removed; add --yes to remove them, once no watcher elsewhere uses them',
    );
  }
  for (const {id} of left) await calls.remove(id);
  log.info(`Removed ${left.length} hooks`);
  return 0;
}

function isOurs({targetUrl}: Hook): boolean {
  return targetUrl.includes(MARKER);
}

/** An address without what must not be told: what is behind our marker, a query, and a password. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return '(no address)';
  const {origin, pathname} = new URL(text);
  const at = pathname.indexOf(MARKER);
  // Others keep their secrets in paths and queries, too.
  return at === -1 ? `${origin}/…` : `${origin}${pathname.slice(0, at)}${MARKER}…`;
}

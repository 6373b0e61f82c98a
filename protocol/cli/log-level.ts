import {LOG_LEVELS, type LogLevel} from '../core/log.js';
import type {Tap} from '../tap.js';

/** How much is told, by the tap's own variable or the general ones; default: info. */
export function logLevel(tap: Pick<Tap, 'name'>): LogLevel {
  const prefix = tap.name.toUpperCase().replaceAll('-', '_');
  return levelFrom(process.env[`${prefix}_LOGLEVEL`] || process.env.LOGLEVEL || process.env.LOG_LEVEL);
}

const OTHER_NAMES: Record<string, LogLevel> = {warn: 'warning', fatal: 'critical', trace: 'debug'};

function levelFrom(word: string | undefined): LogLevel {
  const name = word?.trim().toLowerCase() ?? '';
  return LOG_LEVELS.find((level) => level === name) ?? OTHER_NAMES[name] ?? 'info';
}

import type {JsonObject} from '../core/json.js';
import type {Target} from '../target/target.js';

/** The settings that all targets share, as `target-settings.json` describes them, after defaults. */
export interface TargetConfig {
  ledger_path?: string;
  rejects_path: string;
  on_reject: 'continue' | 'stop';
  max_rejects?: number;
}

/** The shared settings of a target's config that has been validated against the schema they come from. */
export function targetConfig(config: unknown): TargetConfig {
  return config as TargetConfig;
}

/** Where a target's ledger is. */
export function ledgerPath({name}: Target, config: JsonObject): string {
  return targetConfig(config).ledger_path ?? `${name}-ledger.jsonl`;
}

/** How many records may be refused before the run stops, and the setting that says so; undefined: any number. */
export function refusalBound(config: JsonObject): {mostRefused: number | undefined; bound: string} {
  const {on_reject, max_rejects} = targetConfig(config);
  return on_reject === 'stop'
    ? {mostRefused: 0, bound: '"on_reject" is "stop"'}
    : {mostRefused: max_rejects, bound: `"max_rejects" is ${max_rejects}`};
}

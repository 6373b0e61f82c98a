import type {JsonObject} from './json.js';
import type {SelectedStream} from './selection.js';
import type {State} from './state.js';

/** Turns one shaped record into a line. */
export type EncodeRecord = (record: JsonObject) => string;

/** How messages are spelled. Lines come without their line end. */
export interface Dialect {
  schema(selected: SelectedStream): string;
  /** An encoder for the records of one page, which were observed together and carry one version. */
  records(stream: string, extractedAt: string, version: number | undefined): EncodeRecord;
  state(state: State): string;
  activateVersion(stream: string, version: number): string;
}

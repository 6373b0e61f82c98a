import {
  type Applied,
  type JsonObject,
  type JsonValue,
  type LedgerEntry,
  plainKey,
  type Reference,
  Rejection,
  type StreamWriter,
} from '../../../protocol/index.js';
import {Change, GoneError} from './change.js';
import {differences} from './comparison.js';
import {Completion} from './completion.js';
import {contentOf, type Resolve, referencesIn} from './content.js';
import {Creation} from './creation.js';
import {reportDifferences} from './difference-report.js';
import {isNothing} from './field.js';
import {contentHash} from './hashes.js';
import {idIn, ledgerId, requireKind} from './ledger-ids.js';
import {objectOf} from './objects.js';
import {changesOf, creationOf} from './payload.js';
import {valueAt, withValueAt} from './paths.js';
import type {StreamPlan} from './plan.js';
import {type Settled, settle} from './rules.js';
import type {Searcher} from './search.js';
import {keyAt, newKey} from './source-keys.js';
import type {Tools} from './tools.js';
import {settleHint} from './undecided.js';
import {UnknownFields} from './unknown-fields.js';
import {valueFor} from './values.js';

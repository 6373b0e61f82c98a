import type {CommonFault} from '../common/faults.js';

/** How something that is told shows: as it was sent, decoded, percent-encoded (once more) or in Base64. */
export type Spelling = 'sent' | 'decoded' | 'encoded' | 'base64';

/**
 * Where it is told: in a page, in an error as JSON, in the `errors` of a 422, in JSON that breaks off right
 * after it, in plain text.
 */
export type TellingBody = 'html' | 'json' | 'errors' | 'cut-json' | 'text';

/** Trouble that lays the key open, since it is part of every address; and lists that end early. */
export type PaydirtFault =
  /** An answer that repeats what was asked: the whole address, or the key alone. */
  | {
      kind: 'echo';
      status: number;
      body: TellingBody;
      /** @default 'address' */
      what?: 'address' | 'key';
      /** @default 'sent' */
      as?: Spelling;
      retryAfter?: number | Date | string;
    }
  /** A list as ever, but with the address in its `meta`. */
  | {kind: 'echo-in-list'; as?: Spelling}
  /**
   * To the same path and query at another origin, or on its front page with the address as a parameter
   * when it is spelled in another way than it was sent.
   */
  | {kind: 'echo-redirect'; to: string; as?: Spelling; status?: 301 | 302 | 307 | 308}
  /** Only so many rows of a list, without a word about the others. */
  | {kind: 'cap'; rows: number};

export type Fault = CommonFault | PaydirtFault;

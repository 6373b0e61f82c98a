// Generated from schemas/paymo/target by `make types`. Do not edit.

/**
 * Settings of target-paymo.
 */
export interface Config {
  /**
   * The file that remembers which Paymo object was made of which record. Keep it: without it, everything would be created once more.
   */
  ledger_path?: string;
  /**
   * The file that refused records are added to, each with the reason.
   */
  rejects_path?: string;
  /**
   * Whether the run goes on after a record was refused, or stops at the first one.
   */
  on_reject?: 'continue' | 'stop';
  /**
   * The run stops when more records than this are refused. Default: no such bound.
   */
  max_rejects?: number;
  /**
   * Another request limit than the service's documented one.
   */
  rate_limit?: {
    /**
     * How many requests.
     */
    requests: number;
    /**
     * Within how many seconds.
     */
    seconds: number;
  };
  /**
   * Seconds to wait for a connection.
   */
  connect_timeout?: number;
  /**
   * Seconds to wait for a whole response.
   */
  request_timeout?: number;
  /**
   * How often one request is repeated after a failure that may pass.
   */
  max_retries?: number;
  /**
   * Seconds that a run may spend waiting for the service, in total. Waits that keep within the request limit do not count.
   */
  max_wait?: number;
  /**
   * Bytes after which a response is refused.
   */
  max_response_bytes?: number;
  /**
   * What we call ourselves towards the service. Services like to find an address there.
   */
  user_agent?: string;
  /**
   * An API key of an administrator, made in Paymo under My Settings, API Keys. Needed unless email and password are set.
   */
  api_key?: string;
  /**
   * The e-mail address to log in with, together with password. An api_key wins over both.
   */
  email?: string;
  /**
   * The password that belongs to email.
   */
  password?: string;
  /**
   * Where the API is; https, except on this machine.
   */
  base_url?: string;
  /**
   * Whose keys the records carry: the source's own, which the ledger maps to Paymo's ids (source), or Paymo's ids (paymo).
   */
  identity?: 'source' | 'paymo';
  /**
   * Whether records with _sdc_deleted_at or _delete are deleted in Paymo, with everything that Paymo deletes along with them. Without it they are refused.
   */
  allow_delete?: boolean;
  /**
   * Whether the items, users and managers of a record are added to those that the object has; otherwise they replace them.
   */
  merge_lists?: boolean;
  /**
   * What to do with fields that Paymo does not know, which it would ignore without a word: leave them out and warn, refuse the record, or leave them out without a word.
   */
  unknown_fields?: 'warn' | 'reject' | 'ignore';
  /**
   * What to do when the object that a record was written to is gone in Paymo: refuse the record, or create it anew.
   */
  on_missing?: 'reject' | 'create';
  /**
   * Seconds that must have passed before a creation without an answer, of which Paymo shows nothing, is believed not to have happened.
   */
  settle_seconds?: number;
  /**
   * Per stream of the input, how it is written: as which object, under which fields, by which key.
   */
  streams?: {
    /**
     * How one stream of the input is written.
     */
    [k: string]: {
      /**
       * The stream of tap-paymo whose objects its records become. Default: the one of its own name.
       */
      object?: string;
      /**
       * Fields of the records, with dots for those of objects, and what they are called in Paymo; - leaves a field out. Fields that are not named keep their names.
       */
      fields?: {
        /**
         * The field of Paymo, or a reference such as client_key; or for the fields of an object the same once more.
         */
        [k: string]:
          | string
          | {
              [k: string]: unknown;
            };
      };
      /**
       * Whether records are created or updated as need be (upsert), only created or only updated. Default: upsert.
       */
      mode?: 'upsert' | 'insert' | 'update';
      /**
       * Whose keys its records carry. Default: as the setting identity says.
       */
      identity?: 'source' | 'paymo';
      /**
       * The fields that tell its records apart. Default: the key_properties of its SCHEMA.
       *
       * @minItems 1
       */
      key?: string[];
      /**
       * Values of Paymo's fields for records that lack them.
       */
      defaults?: {
        [k: string]: unknown;
      };
      /**
       * The streams of the input that references lead to, where several would do.
       */
      references?: {
        /**
         * A stream of the input.
         */
        [k: string]: string;
      };
    };
  };
}

// Generated from schemas/paydirt by `make types`. Do not edit.

/**
 * Clients of the account, current ones and, as far as the service lists them, former ones.
 */
export interface Clients {
  id: number;
  /**
   * The client's currency. The service documents no list of currencies, so amounts of different clients may not be added up.
   */
  currency_id: null | number;
  business_name: null | string;
  /**
   * The person that invoices are addressed to.
   */
  billing_contact_name: null | string;
  /**
   * Where invoices are sent to.
   */
  billing_email_address: null | string;
  /**
   * Postal address on invoices; holds several lines.
   */
  billing_address: null | string;
  /**
   * What invoice numbers begin with.
   */
  shortname: null | string;
  /**
   * Default hourly rate, a decimal in the client's currency.
   */
  hourly_rate: null | string;
  /**
   * Only current clients can be invoiced or have time logged.
   */
  active: null | boolean;
  /**
   * Language of invoices.
   */
  locale: null | string;
  /**
   * The amount at which the client counts as ready to be invoiced, a decimal in the client's currency.
   */
  invoicing_threshold: null | string;
}

/**
 * Jobs that time is logged on.
 */
export interface Jobs {
  id: number;
  client_id: null | number;
  /**
   * Null when the job is not part of a project.
   */
  project_id: null | number;
  name: null | string;
  /**
   * A decimal; price_type says of what.
   */
  price: null | string;
  /**
   * 0: price is per hour; 1: price is a fixed total; 2: per hour at the rate of the user who logs the time.
   */
  price_type: null | number;
  /**
   * Of a fixed price, the amount that is not billed yet, a decimal.
   */
  unbilled_fixed_value: null | string;
  /**
   * Estimated seconds until the job is done.
   */
  estimate: null | number;
  completed: null | boolean;
}

/**
 * Projects of the account.
 */
export interface Projects {
  id: number;
  /**
   * The client that the project belongs to.
   */
  client_id: null | number;
  name: null | string;
  /**
   * Can be set through the API; whether it is told is not documented, so it may always be null.
   */
  completed: null | boolean;
}

/**
 * Time logs. Those with duration_only have a date and a duration, the others a start and an end.
 */
export interface Time {
  id: number;
  job_id: null | number;
  user_id: null | number;
  duration_only: null | boolean;
  /**
   * Blank unless duration_only.
   */
  date: null | string;
  /**
   * Blank when duration_only.
   */
  started_at: null | string;
  /**
   * Blank when duration_only, and while a timer runs.
   */
  ended_at: null | string;
  /**
   * Seconds, as the service tells them: null in its sample of a timed log. See computed_seconds.
   */
  duration: null | number;
  /**
   * May hold Markdown.
   */
  description: null | string;
  /**
   * The rate of this log, a decimal in the client's currency.
   */
  hourly_rate: null | string;
  /**
   * Rate times duration by the service, a decimal; 0 in its sample of a timed log. See computed_amount.
   */
  value: null | string;
  billable: null | boolean;
  /**
   * On an invoice already, or billed elsewhere. Changes long after the work.
   */
  billed: null | boolean;
  /**
   * Computed: date, else the day of started_at in the setting time_zone.
   */
  computed_date: null | string;
  /**
   * Computed: duration, else ended_at minus started_at; null while a timer runs.
   */
  computed_seconds: null | number;
  /**
   * Computed: hourly_rate times computed_seconds as hours, a decimal rounded half up to 4 places; null while a timer runs.
   */
  computed_amount: null | string;
}

/**
 * Users of the account. The service documents no fields; those that its users turn out to have are added to the schema when they are read.
 */
export interface Users {
  id: number;
}

/** What each stream's records look like. */
export interface Records {
  clients: Clients;
  jobs: Jobs;
  projects: Projects;
  time: Time;
  users: Users;
}

/**
 * Settings of tap-paydirt.
 */
export interface Config {
  /**
   * First day of time logs to read: a date, or relative to the run (-10d; units d, w, m, y). The other streams have no dates and come whole.
   */
  start_date?: string;
  /**
   * Last day of time logs to read, in the same forms; +1d is tomorrow. No bookmark passes it.
   */
  end_date?: string;
  /**
   * Read start_date..end_date whatever the state says, and move no bookmark.
   */
  backfill?: boolean;
  /**
   * Stop each stream after so many records, for sampling. Moves no bookmark.
   */
  max_records?: number;
  /**
   * What to do with records that do not fit their schema: warn and count, fail the stream, or do not look.
   */
  validate_records?: 'warn' | 'fail' | 'off';
  /**
   * Send ACTIVATE_VERSION for full-table streams, so that targets which understand it remove rows that are gone: after the last record (end) or before the first (start).
   */
  activate_version?: 'off' | 'end' | 'start';
  /**
   * How many requests may be under way at once.
   */
  concurrency?: number;
  /**
   * How many requests are made in how many seconds. The service documents no limit.
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
   * The API key of a user with full permissions. It stands in Paydirt under Password Settings.
   */
  api_key: string;
  /**
   * Days of time logs before the bookmark that are read again in each run, since the service does not tell which logs changed.
   */
  lookback_days?: number;
  /**
   * Days of time logs per request.
   */
  window_days?: number;
  /**
   * After how many days all time logs from start_date on are read again, for changes that lie before the lookback. 0: never.
   */
  full_resync_every_days?: number;
  /**
   * Which time logs are wanted. What the service ignores of it is applied to the logs that it sends.
   */
  filters?: {
    /**
     * Filters of time logs; all of them must fit.
     */
    time?: {
      /**
       * Only logs of this user.
       */
      user_id?: number;
      /**
       * Only logs on jobs of this client.
       */
      client_id?: number;
      /**
       * Only logs on jobs of this project.
       */
      project_id?: number;
      /**
       * Only logs on this job.
       */
      job_id?: number;
    };
  };
  /**
   * The zone in which the day of computed_date begins and ends, by its IANA name.
   */
  time_zone?: string;
  /**
   * Believe a list that is suddenly empty, or has lost more than half of its rows since the last run. Otherwise its stream fails.
   */
  allow_empty?: boolean;
  /**
   * Where the API is; https, except on this machine.
   */
  base_url?: string;
}

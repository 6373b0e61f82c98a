import {
  type Client,
  DataError,
  type Hook,
  type HookCalls,
  isObject,
  type JsonObject,
  RefusedError,
} from '../../../protocol/index.js';

/** How Paymo's hooks are managed; only those of the credentials' user are ever seen. */
export function hookCalls(client: Client): HookCalls {
  return {
    async list() {
      const {body} = await client.get('hooks');
      const rows = isObject(body) ? body.hooks : undefined;
      // A list that failed must not look empty, or every hook would be made once more.
      if (!Array.isArray(rows)) throw new DataError('GET hooks answered without a list called "hooks"');
      return rows.filter(isObject).map(hookOf);
    },
    async create({targetUrl, event, secret}) {
      const json = {target_url: targetUrl, event, secret};
      const {body} = await client.send({method: 'POST', path: 'hooks', json});
      const [made] = body !== undefined && isObject(body) && Array.isArray(body.hooks) ? body.hooks : [];
      return made !== undefined && isObject(made) && made.id !== undefined ? String(made.id) : undefined;
    },
    async remove(id) {
      try {
        await client.send({method: 'DELETE', path: `hooks/${id}`});
      } catch (error) {
        if (!(error instanceof RefusedError && error.status === 404)) throw error;
      }
    },
  };
}

/** The documentation calls the status of the last delivery `last_status_code`, and once `last_response_code`. */
function hookOf(row: JsonObject): Hook {
  const status = row.last_status_code ?? row.last_response_code;
  return {
    id: String(row.id),
    targetUrl: String(row.target_url ?? ''),
    event: String(row.event ?? ''),
    lastStatus: typeof status === 'number' ? status : undefined,
    isNarrowed: (row.where ?? '') !== '',
  };
}

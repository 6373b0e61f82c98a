import type {StreamSettings} from './settings.js';

/** What a field of records is mapped to that is not to be written, though Paymo has one of its name. */
export const LEFT_OUT = '-';

/** A field of records, with dots where it stands in an object, and what the config says that it is in Paymo. */
export type MappedField = readonly [name: string, target: unknown];

/**
 * The fields that a config maps. Meltano takes a dot in a name for a level, and hands `{"client.id": "client_key"}` on as
 * `{"client": {"id": "client_key"}}` (4.2.2): both mean the same.
 */
export function mappedFields({fields = {}}: StreamSettings): MappedField[] {
  return below('', fields);
}

function below(prefix: string, fields: object): MappedField[] {
  return Object.entries(fields).flatMap(([name, target]: [string, unknown]) =>
    typeof target === 'object' && target !== null && !Array.isArray(target)
      ? below(`${prefix}${name}.`, target)
      : [[`${prefix}${name}`, target] as const],
  );
}

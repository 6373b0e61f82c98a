import type {JsonValue} from './json.js';

/** The part of JSON Schema that stream schemas may use: the dialect that every Singer target survives. */
export interface PropertySchema {
  type: string | string[];
  description?: string;
  format?: string;
  properties?: Record<string, PropertySchema>;
  items?: PropertySchema;
  /** Holds a credential. Only schema files have this mark; what is discovered and emitted does not. */
  secret?: boolean;
  /** Holds a decimal as text, in canonical form whatever the service sends. A mark of schema files, too. */
  decimal?: boolean;
  /** Holds a moment with its milliseconds, which are cut everywhere else. A mark of schema files, too. */
  milliseconds?: boolean;
}

/** The schema of a stream's records. */
export interface RecordSchema extends PropertySchema {
  type: 'object';
  properties: Record<string, PropertySchema>;
}

/** The part of JSON Schema that describes settings: what a person may write into the config. */
export interface SettingSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  default?: JsonValue;
  examples?: JsonValue[];
  enum?: JsonValue[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  order?: number;
  airbyte_secret?: boolean;
  required?: string[];
  additionalProperties?: boolean | SettingSchema;
  properties?: Record<string, SettingSchema>;
  items?: SettingSchema;
}

/** The schema of a tap's config. */
export interface SettingsSchema extends SettingSchema {
  type: 'object';
  properties: Record<string, SettingSchema>;
}

/** The types that a schema allows, `null` left out. */
export function typesOf(schema: {type?: string | string[]}): string[] {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.filter((type): type is string => type !== undefined && type !== 'null');
}

/** The properties below a schema, looking through an array's items; undefined where there are none. */
export function propertiesBelow(schema: PropertySchema): Record<string, PropertySchema> | undefined {
  return schema.properties ?? schema.items?.properties;
}

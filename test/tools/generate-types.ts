/**
 * Writes taps/<service>/records.ts from schemas/<service>/*.json: one interface per stream, `Records` to look
 * them up by stream name, and `Config` when the service has a config.json. The same for taps/<service>/target/records.ts,
 * which holds `Config` alone.
 *
 *     node dist/test/tools/generate-types.js [--check]
 *
 * Run from the project's root. With --check nothing is written, and a stale file makes it exit with 1.
 */
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';

/** The part of JSON Schema that this program looks at. */
interface JSONSchema {
  properties?: Record<string, JSONSchema>;
  required?: readonly string[];
  additionalProperties?: unknown;
  items?: unknown;
  [keyword: string]: unknown;
}

type Compile = (schema: JSONSchema, name: string, options: object) => Promise<string>;

// Required rather than imported: the declarations of json-schema-to-typescript 16 pull in those of its
// reference parser, which do not pass under exactOptionalPropertyTypes.
const library: unknown = createRequire(import.meta.url)('json-schema-to-typescript');
if (!canCompile(library)) throw new Error('json-schema-to-typescript has no function called compile.');
const {compile} = library;

const options = {
  bannerComment: '',
  ignoreMinAndMaxItems: true,
  style: {printWidth: 110, singleQuote: true, semi: true, trailingComma: 'all', bracketSpacing: false},
};

const checking = process.argv.includes('--check');
const services = await foldersIn('schemas');
const targets = services.map((service) => path.join(service, 'target'));
for (const service of [...services, ...targets]) {
  const file = path.join('taps', service, 'records.ts');
  const wanted = await recordsModule(service);
  if (wanted === undefined) continue;
  if ((await readIfPresent(file)) === wanted) continue;
  if (checking) {
    process.stderr.write(
      `${file} does not match schemas/${service}: run \`make types\` and commit the result.\n`,
    );
    process.exitCode = 1;
  } else {
    await mkdir(path.dirname(file), {recursive: true});
    await writeFile(file, wanted);
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true});
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The whole text of a service's records.ts; undefined where it has no schemas. */
async function recordsModule(service: string): Promise<string | undefined> {
  const folder = path.join('schemas', service);
  const all = await readdir(folder).catch(() => undefined);
  if (all === undefined) return undefined;
  const files = all.filter((file) => file.endsWith('.json') && file !== 'config.json');
  const streams = files.map((file) => path.basename(file, '.json')).sort();

  const parts = [`// Generated from schemas/${service} by \`make types\`. Do not edit.\n`];
  for (const stream of streams) {
    const schema = await readSchema(path.join(folder, `${stream}.json`));
    parts.push(await compile(complete(schema), interfaceName(stream), options));
  }
  const entries = streams.map((stream) => `  ${stream}: ${interfaceName(stream)};\n`);
  if (streams.length > 0) {
    parts.push(
      `/** What each stream's records look like. */\nexport interface Records {\n${entries.join('')}}\n`,
    );
  }
  const config = await configSchema(folder);
  if (config) parts.push(await compile(config, 'Config', options));
  return parts.join('\n');
}

/** The service's settings on top of those every service shares, or `undefined` before it has any. */
async function configSchema(folder: string): Promise<JSONSchema | undefined> {
  const own = await readSchemaIfPresent(path.join(folder, 'config.json'));
  if (!own) return undefined;
  const ofTaps = (await readSchemaIfPresent(path.join('schemas', 'settings.json'))) ?? {};
  const {kind, without, credentials: _ways, ...others} = own;
  const shared = kind === 'target' ? await sharedByTargets(ofTaps) : ofTaps;
  const kept = Object.entries(shared.properties ?? {}).filter(
    ([name]) => !(Array.isArray(without) && without.includes(name)),
  );
  return closed({
    ...shared,
    ...others,
    properties: {...Object.fromEntries(kept), ...own.properties},
    required: [...new Set([...(shared.required ?? []), ...(own.required ?? [])])],
  });
}

/** The settings that all targets share: their own, and those of the taps' that they name. */
async function sharedByTargets(ofTaps: JSONSchema): Promise<JSONSchema> {
  const {takes, ...own} = await readSchema(path.join('schemas', 'target-settings.json'));
  const taken = Object.entries(ofTaps.properties ?? {}).filter(
    ([name]) => Array.isArray(takes) && takes.includes(name),
  );
  return {...own, properties: {...own.properties, ...Object.fromEntries(taken)}};
}

/**
 * The schema with every property required and no others allowed, at every depth. As written, schemas demand
 * nothing, since targets reject records that fall short; types made from that would have only optional
 * members and an index signature.
 */
function complete(schema: JSONSchema): JSONSchema {
  const inner = withChildren(schema, complete);
  if (!inner.properties) return inner;
  return {...inner, additionalProperties: false, required: Object.keys(inner.properties)};
}

/** The schema with no properties allowed but its own, except where it says otherwise. */
function closed(schema: JSONSchema): JSONSchema {
  const inner = withChildren(schema, closed);
  if (!inner.properties) return inner;
  return {...inner, additionalProperties: inner.additionalProperties ?? false};
}

/** A copy with `change` applied to what it contains. Drops titles, which would become names of types. */
function withChildren(schema: JSONSchema, change: (inner: JSONSchema) => JSONSchema): JSONSchema {
  const {title: _, ...copy} = schema;
  if (copy.properties) {
    const changed = Object.entries(copy.properties).map(([name, inner]) => [name, change(inner)] as const);
    copy.properties = Object.fromEntries(changed);
  }
  if (isSchema(copy.items)) copy.items = change(copy.items);
  return copy;
}

/** `time_entries` becomes `TimeEntries`. */
function interfaceName(stream: string): string {
  return stream
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

async function readSchema(file: string): Promise<JSONSchema> {
  const schema: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isSchema(schema)) throw new Error(`${file} holds no JSON object.`);
  return schema;
}

async function readSchemaIfPresent(file: string): Promise<JSONSchema | undefined> {
  return (await readIfPresent(file)) === undefined ? undefined : await readSchema(file);
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function canCompile(value: unknown): value is {compile: Compile} {
  return (
    typeof value === 'object' && value !== null && 'compile' in value && typeof value.compile === 'function'
  );
}

function isSchema(value: unknown): value is JSONSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

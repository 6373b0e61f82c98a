import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join, relative, resolve, sep} from 'node:path';
import type {Packed} from './packing.js';

const BESIDE = ['CHANGELOG.md', 'LICENSE', 'README.md', 'catalog.example.json', 'package.json'];
const BUILT = /^dist\/(protocol|taps)\/[\w/-]+\.(js|js\.map|d\.ts)$|^dist\/schemas\/[\w/-]+\.json$/;
/** What secrets look like, those of the sandboxes among them. */
const SECRET =
  /\d{6,}\.pt\.[\w-]{8,}|sandbox-?secret|-----BEGIN|_authToken|\bnpm_\w{30,}|\bgh[pousr]_\w{30,}|nobody-may-see-this/i;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** What is in the package and should not be, or should be and is not, as sentences. */
export function packedProblems({entries, content}: Packed): string[] {
  const files = readdirSync(content, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(content, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const manifest = JSON.parse(readFileSync(join(content, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
    dependencies: Record<string, string>;
  };
  return [
    ...entries
      .filter(({mode, name}) => !/^package\//.test(name) || name.includes('..') || !/^-/.test(mode))
      .map(({mode, name}) => `${mode} ${name} is no file below the package`),
    ...files
      .filter((name) => !BESIDE.includes(name) && !BUILT.test(name))
      .map((name) => `${name} is too much`),
    ...BESIDE.filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
    ...schemasOfSource()
      .filter((name) => !files.includes(name))
      .map((name) => `${name} is missing`),
    ...Object.entries(manifest.bin).flatMap(([name, path]) =>
      programProblems(name, path, {content, entries}),
    ),
    ...files.flatMap((name) => textProblems(content, name)),
  ];
}

function schemasOfSource(): string[] {
  const names = readdirSync('schemas', {recursive: true}).map(String);
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => `dist/schemas/${name.split(sep).join('/')}`);
}

function programProblems(name: string, path: string, {content, entries}: Omit<Packed, 'file'>): string[] {
  const entry = entries.find((one) => one.name === `package/${path.replace(/^\.\//, '')}`);
  if (entry === undefined) return [`${name} names ${path}, which is missing`];
  const starts = readFileSync(join(content, path), 'utf8').startsWith('#!/usr/bin/env node\n');
  return [
    ...(entry.mode === '-rwxr-xr-x' ? [] : [`${path} has the permissions ${entry.mode}`]),
    ...(starts ? [] : [`${path} does not say what runs it`]),
  ];
}

function textProblems(content: string, name: string): string[] {
  const path = join(content, name);
  const text = readFileSync(path, 'utf8');
  const secret = SECRET.exec(text)?.[0];
  const here = [process.cwd(), `${homedir()}/`].filter((folder) => text.includes(folder));
  const imports = /\.(js|d\.ts)$/.test(name) ? [...text.matchAll(IMPORT)].map(([, to = '']) => to) : [];
  const lost = imports.filter((to) => {
    const target = resolve(dirname(path), to);
    return !target.startsWith(content + sep) || !existsSync(target);
  });
  return [
    ...(secret === undefined ? [] : [`${name} holds what looks like a secret`]),
    ...here.map((folder) => `${name} names the folder ${folder}`),
    ...lost.map((to) => `${name} imports ${to}, which is not in the package`),
  ];
}

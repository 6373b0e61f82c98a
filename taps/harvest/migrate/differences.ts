import type {Declaration} from '../../../protocol/index.js';
import * as reports from '../reports.js';
import * as streams from '../streams.js';
import {AIRBYTE_STREAMS} from './airbyte-streams.js';
import type {Counterpart, Origin} from './counterparts.js';
import {SETTINGS} from './settings.js';
import {SINGER_STREAMS} from './singer-streams.js';

const OURS: readonly Declaration[] = [...Object.values(streams), ...Object.values(reports)];

/** What each stream of another connector is here, as a Markdown table. */
export function streamDifferences(origin: Origin): string {
  const theirs = origin === 'singer' ? SINGER_STREAMS : AIRBYTE_STREAMS;
  return markdown(
    ['Stream there', 'Stream here', 'Key there', 'Key here', 'Fields there → here', 'Bookmark', 'Besides'],
    Object.entries(theirs).map(([name, counterpart]) => row(name, counterpart)),
  );
}

/** What each setting of another connector is here, as a Markdown table. */
export function settingDifferences(origin: Origin): string {
  return markdown(
    ['Setting there', 'Setting here', 'Besides'],
    Object.entries(SETTINGS[origin]).map(([name, {ours, doubt, note}]) => [
      code(name),
      ours === undefined ? 'none' : code(ours),
      [doubt, note].filter((one) => one !== undefined).join('; '),
    ]),
  );
}

function row(name: string, {ours, inside, key, fields = {}, noBookmark, note}: Counterpart): string[] {
  const keyHere = OURS.find((one) => one.name === ours)?.keyProperties ?? [];
  return [
    code(name),
    code(inside === undefined ? ours : `${ours}.${inside}`),
    key.length === 0 ? 'none' : codes(key),
    codes(keyHere),
    Object.entries(fields)
      .map(([theirs, place]) => `${code(theirs)} → ${place === '' ? 'none' : code(place)}`)
      .join(', '),
    noBookmark === undefined ? 'carried over' : `left out: ${noBookmark}`,
    note ?? '',
  ];
}

function code(name: string): string {
  return `\`${name}\``;
}

function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

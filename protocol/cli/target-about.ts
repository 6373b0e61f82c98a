import {packageVersion} from '../package-facts.js';
import type {Target} from '../target/target.js';
import {aboutJson, markdownTable, settingLines, settingsTable} from './about.js';

export const TARGET_CAPABILITIES = ['about', 'structured-logging'];

/** A target's name, abilities, settings and objects, for people or for programs. */
export function aboutTarget(target: Target, format: 'text' | 'json' | 'markdown'): string {
  if (format === 'json') return JSON.stringify(aboutJson(target, TARGET_CAPABILITIES), undefined, 2);
  return format === 'markdown' ? aboutMarkdown(target) : aboutText(target);
}

function aboutText(target: Target): string {
  const {titles, rows} = target.objects;
  const objects = rows.map(([name, ...cells]) => {
    const facts = cells.flatMap((cell, at) =>
      cell === '' ? [] : [`${titles[at + 1] ?? ''} ${cell}`.trim()],
    );
    return `  ${name}: ${facts.join(', ')}`;
  });
  return [
    `${target.name} ${packageVersion()}: ${target.description}`,
    `Capabilities: ${TARGET_CAPABILITIES.join(', ')}`,
    'Settings:',
    ...settingLines(target),
    'Objects:',
    ...objects,
  ].join('\n');
}

function aboutMarkdown(target: Target): string {
  return [
    `# ${target.name}`,
    '',
    target.description,
    '',
    '## Settings',
    '',
    settingsTable(target),
    '',
    '## Objects',
    '',
    objectsTable(target),
  ].join('\n');
}

/** What a target writes, as a Markdown table. */
export function objectsTable({objects: {titles, rows}}: Pick<Target, 'objects'>): string {
  return markdownTable(titles, rows);
}

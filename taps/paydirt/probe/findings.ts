import {type JsonValue, table, type VerbReport} from '../../../protocol/index.js';

/** One thing that was found out: which question it is about, in words, and for programs. */
export interface Finding {
  readonly question: string;
  readonly about: string;
  readonly found: string;
  readonly data: JsonValue;
}

/** All that was found, as a table for people and as JSON by question. */
export function reportOf(findings: readonly Finding[], problem: string | undefined): VerbReport {
  const json: Record<string, Record<string, JsonValue>> = {};
  for (const {question, about, data} of findings) {
    json[question] = {...json[question], [about]: data};
  }
  const rows = findings.map(({question, about, found}, index) => [
    question === findings[index - 1]?.question ? '' : question,
    about,
    found,
  ]);
  const text = table([['question', 'about', 'found'], ...rows]);
  return {json, text, ...(problem === undefined ? {} : {problem})};
}

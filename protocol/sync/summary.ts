import {type Counts, labelOf, type StreamTally} from './tally.js';

const HEAD = ['stream', 'records', 'requests', 'retries', 'seconds', 'warnings', 'outcome'];

/** The table at the end of a run, one line per selected stream, and below it what was lost on the way. */
export function summaryTable(tallies: Counts): string {
  const findings = tallies.all.flatMap((tally) =>
    tally.findings.map((finding) => `${labelOf(tally)}: ${finding}`),
  );
  return [table([HEAD, ...tallies.all.map(cells)]), ...findings].join('\n');
}

/** One stream's numbers as members of a structured log line. */
export function tallyNumbers(tally: StreamTally) {
  const {stream, account, records, requests, retries, warnings, outcome, findings} = tally;
  return {
    stream,
    ...(account === undefined ? {} : {account}),
    records,
    requests,
    retries,
    seconds: secondsOf(tally),
    warnings,
    outcome,
    findings: [...findings],
  };
}

function cells(tally: StreamTally): string[] {
  const {records, requests, retries, warnings, outcome} = tally;
  return [labelOf(tally), records, requests, retries, secondsOf(tally).toFixed(1), warnings, outcome].map(
    String,
  );
}

function secondsOf({began, ended}: StreamTally): number {
  return began === undefined || ended === undefined ? 0 : (ended - began) / 1000;
}

/** Rows of cells as text: the first column to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const isText =
            column === 0 || rows.slice(1).some((other) => !/^[\d.,]*$/.test(other[column] ?? ''));
          return isText ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

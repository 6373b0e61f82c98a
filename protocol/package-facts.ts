import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** The version of this package. */
export function packageVersion(): string {
  // The package file lies one folder above the sources and two above the build.
  for (const place of ['../../package.json', '../package.json']) {
    try {
      const {name, version} = JSON.parse(
        readFileSync(fileURLToPath(new URL(place, import.meta.url)), 'utf8'),
      );
      if (name === 'timesheet-taps') return String(version);
    } catch {
      // Not there: look in the next place.
    }
  }
  return 'unknown';
}

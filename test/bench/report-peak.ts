// Loaded into a measured process with `--import`: leaves its peak memory in a file when it ends.
import {writeFileSync} from 'node:fs';

process.on('exit', () => {
  const file = process.env.PEAK_FILE;
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});

// Compiles everything to dist/, schemas beside the code, so that paths are the same in both trees.
// With --tools it goes on when types are wrong: the generator of types must run while they are stale.
import {spawnSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, readdirSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
rmSync('dist', {recursive: true, force: true});
const {status} = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], {
  stdio: 'inherit',
});
if (status !== 0 && !process.argv.includes('--tools')) process.exit(status ?? 1);
cpSync('schemas', 'dist/schemas', {recursive: true});
for (const tap of readdirSync('dist/taps')) {
  for (const bin of [`dist/taps/${tap}/bin.js`, `dist/taps/${tap}/target/bin.js`]) {
    if (existsSync(bin)) chmodSync(bin, 0o755);
  }
}

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {SERVICES} from './accounts.js';
import {tryPrograms} from './installed-programs.js';
import {tryInstalledTarget} from './installed-target.js';
import {npm} from './npm.js';
import {compileOwn, ownProject, runOwn} from './own-tap.js';
import {packedProblems} from './packed-problems.js';
import {type Packed, packed} from './packing.js';
import {type Results, requireNone} from './results.js';
import {type Runtime, runtime} from './runtimes.js';

/** The versions of Node that are promised. */
const MAJORS = [20, 22, 24];

/**
 * Packs the project, installs that as users do, and runs everything that is in it on each Node. `kept` is a folder
 * where Nodes may stay for the next time.
 */
export async function tryInstalled(results: Results, folder: string, kept: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  let made: Packed | undefined;
  await results.check('installed: npm pack, of sources that were never built', async () => {
    made = await packed(folder);
    requireNone(packedProblems(made));
    return `        ${made.entries.length} files`;
  });
  if (made === undefined) return;
  const {file} = made;

  const prefix = join(folder, 'prefix');
  const isInstalled = await results.check(
    'installed: npm install --global, into an empty prefix',
    async () => {
      mkdirSync(prefix);
      await npm(folder, 'install', '--global', '--prefix', prefix, file);
    },
  );
  const project = join(folder, 'project');
  const isWritten = await results.check("installed: a tap of one's own has all types it needs", async () => {
    await ownProject(project, file);
    await compileOwn(project);
  });
  for (const major of MAJORS) {
    let node: Runtime | undefined;
    await results.check(`installed: Node ${major} from npm`, async () => {
      node = await runtime(kept, major);
      return `        ${node.version}`;
    });
    if (node === undefined) continue;
    const {version} = node;
    const on = node;
    if (isInstalled) {
      for (const service of Object.keys(SERVICES)) {
        const what = `tap-${service} and source-${service}`;
        await results.check(`installed: ${what} on Node ${version}`, () =>
          tryPrograms(join(prefix, 'bin'), on, join(folder, `${service}-${major}`), service),
        );
      }
    }
    if (isInstalled) {
      await results.check(`installed: target-paymo on Node ${version}`, () =>
        tryInstalledTarget(join(prefix, 'bin'), on, join(folder, `target-paymo-${major}`)),
      );
    }
    if (isWritten) {
      await results.check(`installed: a tap of one's own on Node ${version}`, () => runOwn(project, on));
    }
  }
}

import type {SetupContext, VerbReport} from '../../../protocol/index.js';
import {identityUrl} from '../oauth.js';
import {ConfigFiles, TOKENS} from './config-files.js';
import {environmentWarning, idUrlIn} from './facts.js';

/** Takes the tokens out of all config files that are named. */
export async function logout({files, config, log}: SetupContext): Promise<VerbReport> {
  const configs = new ConfigFiles(files);
  for (const name of configs.fromEnvironment(config, TOKENS)) {
    log.warning(environmentWarning(name, 'and goes on to count'));
  }
  const removed = [...configs.removeTokens()];
  const lines = removed.map(([file, names]) =>
    names.length === 0 ? `${file} holds no tokens.` : `${file}: removed ${names.join(', ')}.`,
  );
  const hasRemoved = removed.some(([, names]) => names.length > 0);
  const more = `Harvest itself still knows them; end them there at ${identityUrl(idUrlIn(config))}/developers.`;
  const {missing} = configs;
  return {
    json: {removed: Object.fromEntries(removed)},
    text: [...lines, ...(hasRemoved ? [more] : [])].join('\n'),
    ...(missing.length === 0
      ? {}
      : {problem: missing.map((file) => `The config file ${file} does not exist`).join('\n')}),
  };
}

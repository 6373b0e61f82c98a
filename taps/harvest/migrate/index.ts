import type {Verb} from '../../../protocol/index.js';

/** Translates the files of other Harvest connectors into ours. Its code is loaded when it is asked for. */
export const migrate: Verb = {
  kind: 'setup',
  description: "Translate a config, catalog and state of Singer's tap-harvest or Airbyte's source-harvest",
  needsConfig: false,
  foreignConfig: true,
  flags: {
    output: {type: 'string', describe: 'The folder for the translated files'},
    from: {
      type: 'string',
      describe: 'Whose files they are: singer or airbyte; default: what they look like',
    },
    force: {type: 'boolean', describe: 'Overwrite what is in the folder already'},
  },
  run: async (context) => {
    const {migrateFiles} = await import('./run.js');
    return migrateFiles(context);
  },
};

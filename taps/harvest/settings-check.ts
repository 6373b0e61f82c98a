/** The settings that have to be looked at together. */
interface Settings {
  readonly access_token?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly refresh_token?: string;
  readonly account_id?: string;
  readonly account_ids?: readonly string[];
}

const APPLICATION = ['client_id', 'client_secret', 'refresh_token'] as const;

/** What is wrong with settings that are right one by one, a sentence for each. */
export function settingsProblems(config: Settings): string[] {
  return [...credentialProblems(config), ...accountProblems(config)];
}

function credentialProblems(config: Settings): string[] {
  const missing = APPLICATION.filter((name) => config[name] === undefined);
  if (config.refresh_token !== undefined && missing.length > 0) {
    const names = missing.map((name) => `"${name}"`).join(' and ');
    return [
      `The setting ${names} is missing, which "refresh_token" needs: run tap-harvest login, or set "access_token" alone`,
    ];
  }
  if (config.access_token !== undefined || missing.length === 0) return [];
  return [
    'The setting "access_token" is missing: run tap-harvest login, or make a personal access token at https://id.getharvest.com/developers',
  ];
}

function accountProblems({account_id, account_ids}: Settings): string[] {
  if (account_ids === undefined) return [];
  if (account_id !== undefined)
    return ['The settings "account_id" and "account_ids" exclude each other; leave one of them out'];
  const isAll = account_ids.length === 1 && account_ids[0] === 'all';
  const areIds = account_ids.every((id) => /^[1-9]\d{0,14}$/.test(id));
  return isAll || areIds ? [] : ['The setting "account_ids" must be "all" or a list of numbers'];
}

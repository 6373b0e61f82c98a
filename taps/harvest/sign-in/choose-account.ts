import {ConfigError} from '../../../protocol/index.js';
import {type Account, labelOf} from './account-list.js';
import type {Person} from './person.js';

export interface Wishes {
  /** The id that the command line names. */
  readonly wanted: string | undefined;
  /** The id that the settings hold from before. */
  readonly before: string | undefined;
  /** What to do where nobody can be asked, as the beginning of a sentence. */
  readonly otherwise: string;
}

/**
 * The account that is to be read, of those that are reached: the one that the command line names, the only one, or the
 * one that the person chooses. Throws `ConfigError` with a list where that can't be found out.
 */
export async function chooseAccount(
  reached: readonly Account[],
  {wanted, before, otherwise}: Wishes,
  person: Person,
): Promise<Account> {
  const accounts = reached.filter(({product}) => product === 'harvest');
  const [first, ...others] = accounts;
  if (first === undefined) {
    throw new ConfigError([
      `This sign-in reaches no Harvest account${reached.length > 0 ? ', only Forecast ones' : ''}; sign in as somebody who has one`,
    ]);
  }
  const list = accounts.map(({id, name}) => `${id} (${name})`).join(', ');
  if (wanted !== undefined) {
    const named = accounts.find(({id}) => id === wanted);
    if (named !== undefined) return named;
    throw new ConfigError([
      `This sign-in does not reach the Harvest account ${wanted} that --account names. ${otherwise} one of ${list}`,
    ]);
  }
  if (others.length === 0) return first;
  if (!person.canChoose) {
    const same = accounts.find(({id}) => id === before);
    if (same !== undefined) return same;
    throw new ConfigError([`This sign-in reaches several Harvest accounts. ${otherwise} one of ${list}`]);
  }
  const choices = accounts.map((account) => ({value: account.id, name: labelOf(account)}));
  const id = await person.choose('Which account is to be read?', choices, before);
  const chosen = accounts.find((account) => account.id === id);
  if (chosen === undefined) {
    throw new ConfigError([`No account was chosen. ${otherwise} one of ${list}`]);
  }
  return chosen;
}

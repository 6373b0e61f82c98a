import type {FaultBox} from '../common/faults.js';
import {createFaults} from '../common/faults.js';
import type {Account, AccountRefusal} from './account-options.js';
import type {EnvelopeFault} from './faults.js';
import type {Settings} from './options.js';
import {COMPANY_NAME, settleAccount} from './options.js';
import {seed} from './seed.js';
import {Store} from './store.js';

/** A Harvest account as the service holds it. */
export interface HeldAccount {
  readonly id: number;
  readonly name: string;
  readonly store: Store;
  /** Only for requests that name this account. */
  readonly faults: FaultBox<EnvelopeFault>;
  /** What every request for it gets instead of an answer, if anything. */
  refused: AccountRefusal | undefined;
}

/** The main account first, then the other Harvest accounts listed, in that order. */
export function holdAccounts(settings: Settings): readonly [HeldAccount, ...HeldAccount[]] {
  const {accountId, accounts} = settings;
  const entry = accounts.find(({id, product}) => id === accountId && product === 'harvest');
  const others = accounts.filter(({id, product}) => id !== accountId && product === 'harvest');
  return [
    hold(settleAccount(settings, entry), entry ?? {id: accountId, name: COMPANY_NAME}, 0),
    ...others.map((other, index) =>
      hold(settleAccount({...settings, seed: settings.seed + index + 1}, other), other, index + 1),
    ),
  ];
}

type Entry = Pick<Account, 'id' | 'name' | 'refused' | 'faults'>;

function hold(settings: Settings, {id, name, refused, faults: plans = []}: Entry, nth: number): HeldAccount {
  const store = new Store(settings, {name, subdomain: nth === 0 ? 'lighthouse' : subdomain(name, id), nth});
  seed(store);
  const faults = createFaults<EnvelopeFault>();
  for (const [where, fault] of plans) faults.on(where, fault);
  return {id, name, store, faults, refused};
}

/** Two accounts may have one name, but not one address. */
function subdomain(name: string, id: number): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, id].join('-');
}

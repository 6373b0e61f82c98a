import type {FaultBox} from '../common/faults.js';
import {createFaults} from '../common/faults.js';
import type {FaultPlan} from './account-options.js';
import type {HeldAccount} from './accounts.js';
import type {EnvelopeFault} from './faults.js';
import {accountOf, type LoggedRequest} from './requests.js';

/** The faults of the whole sandbox, those of single accounts included when it comes to striking and clearing. */
export function faultsOfAll(
  accounts: readonly HeldAccount[],
  plans: readonly FaultPlan[],
): FaultBox<EnvelopeFault, LoggedRequest> {
  const common = createFaults<EnvelopeFault>();
  for (const [where, fault] of plans) common.on(where, fault);

  return {
    ...common,
    clear() {
      common.clear();
      for (const {faults} of accounts) faults.clear();
    },
    strike(request) {
      const id = accountOf(request);
      // Both count the request, even if the first one takes it.
      const ofAccount = accounts.find((account) => account.id === id)?.faults.strike(request);
      return common.strike(request) ?? ofAccount;
    },
  };
}

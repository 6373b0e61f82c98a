/**
 * How most lists are read: by `updated_on`, in Unix seconds. The documentation describes that filter in general, but
 * shows it for few lists, so it has to prove itself on each of them.
 */
export const byChange = {
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  since: 'updated_on>=',
  provesSince: true,
  unseen: 'deletions; until the next full pass, changes that leave `updated_on` as it was',
} as const;

/** Lists of a handful of rows: read whole in each run, and what did not change is left out. */
export const smallAndByChange = {
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  unseen: 'deletions; until the next full pass, changes that leave `updated_on` as it was',
} as const;

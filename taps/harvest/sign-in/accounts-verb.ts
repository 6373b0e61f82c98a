import {
  DataError,
  type JsonObject,
  ServiceError,
  table,
  type VerbContext,
  type VerbReport,
} from '../../../protocol/index.js';
import {type Account, labelOf, type Role, reachableAccounts, roleIn} from './account-list.js';

/** An account, and what its user is there: undefined for Forecast's, and where it could not be found out. */
interface Row {
  readonly account: Account;
  readonly role: Role | undefined;
  readonly trouble?: string;
}

const HEAD = ['id', 'name', 'product', 'role'];

/** Lists the accounts that the settings' credentials reach, and what their user is in each. */
export async function accounts({client, config}: VerbContext): Promise<VerbReport> {
  const rows: Row[] = [];
  // One after the other, since the account is a header of the client's.
  for (const account of await reachableAccounts(client, config)) {
    rows.push(await rowOf(client, account));
  }
  const troubles = rows.flatMap(({trouble}) => (trouble === undefined ? [] : [trouble]));
  return {
    json: rows.map(jsonOf),
    text: rows.length === 0 ? 'No accounts can be reached.' : table([HEAD, ...rows.map(cellsOf)]),
    ...(troubles.length === 0 ? {} : {problem: troubles.join('\n')}),
  };
}

async function rowOf(client: VerbContext['client'], account: Account): Promise<Row> {
  if (account.product !== 'harvest') return {account, role: undefined};
  try {
    return {account, role: await roleIn(client, account.id)};
  } catch (error) {
    if (!(error instanceof ServiceError || error instanceof DataError) || client.isOver) throw error;
    const trouble = `The role in ${labelOf(account)} could not be found out: ${error.message}`;
    return {account, role: undefined, trouble};
  }
}

function cellsOf({account, role, trouble}: Row): string[] {
  return [
    account.id,
    account.name,
    account.product,
    trouble === undefined ? roleText(role) : 'not found out',
  ];
}

function roleText(role: Role | undefined): string {
  if (role === undefined) return '-';
  if ('refused' in role) return `refused (${role.refused})`;
  return role.roles.join(', ') || 'not told';
}

function jsonOf({account, role}: Row): JsonObject {
  const {id, name, product} = account;
  return {
    id: Number.isSafeInteger(Number(id)) ? Number(id) : id,
    name,
    product,
    role: role !== undefined && 'roles' in role ? role.roles.join(', ') || null : null,
    refused: role !== undefined && 'refused' in role ? role.refused : null,
  };
}

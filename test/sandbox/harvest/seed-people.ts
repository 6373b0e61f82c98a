import {addDays} from '../common/calendar.js';
import {at} from '../common/random.js';
import {childrenOf} from './data.js';
import {PEOPLE, TIMEZONES} from './names.js';
import type {Seed} from './seed.js';
import type {Rate, User} from './work-records.js';

const ROLES = ['Developer', 'Designer', 'Sales', 'Founder', 'Night Watch'];

const AVATARS = 'https://cache.harvestapp.com/assets/profile_images';

/** An administrator, two managers with teammates, then members; the last of several people is archived. */
export function seedPeople(seed: Seed): void {
  const {data, settings} = seed.store;

  for (let index = 0; index < settings.size.users; index += 1) data.users.push(user(seed, index));
  ROLES.forEach((name, index) => {
    const created = seed.setup(index);
    data.roles.push({
      id: seed.store.nextId('roles'),
      name,
      created_at: created,
      updated_at: created,
      user_ids: data.users.filter((row) => row.roles.includes(name)).map((row) => row.id),
    });
  });

  const members = data.users.slice(3);
  data.users.slice(1, 3).forEach((manager, index) => {
    const team = members.filter((_, position) => position % 3 === index);
    data.teammates.set(
      manager.id,
      team.map(({id, first_name, last_name, email}) => ({id, first_name, last_name, email})),
    );
    if (team.length > 0) manager.access_roles.push('people_manager');
  });
  data.users.forEach((row, index) => {
    seedRates(seed, row, index);
  });
}

function user(seed: Seed, index: number): User {
  const {store, random} = seed;
  const [firstName, lastName] = at(seed.shifted(PEOPLE), index);
  const round = Math.floor(index / PEOPLE.length);
  const created = seed.setup(index);
  const mail = `${firstName}${lastName}${round || ''}`.toLowerCase().replace(/[^a-z0-9]/g, '');
  const isLast = index === store.settings.size.users - 1 && index > 3;
  const row: User = {
    id: store.nextId('users'),
    first_name: firstName,
    last_name: round === 0 ? lastName : `${lastName} ${round + 1}`,
    email: `${mail}@example.com`,
    telephone: index % 4 === 2 ? null : '',
    timezone: at(TIMEZONES, index),
    has_access_to_all_future_projects: index === 0,
    is_contractor: index % 5 === 4,
    is_active: !isLast,
    created_at: created,
    updated_at: seed.after(created, 120),
    weekly_capacity: index % 5 === 4 ? 72_000 : 126_000,
    default_hourly_rate: index === 6 ? null : 80 + (index % 5) * 12.5,
    cost_rate: index === 6 ? null : 40 + (index % 4) * 7.25,
    // People list the *names* of their roles. (API v2 docs, Users.)
    roles: index === 0 ? ['Founder', 'Sales'] : index === 5 ? [] : [at(ROLES, index % 3)],
    access_roles: accessRoles(seed, index),
    avatar_url: `${AVATARS}/tower_${index}.png?${1_498_500_000 + index}`,
  };

  // Fields nobody documents, as published responses show them; older rows come without.
  if (index % 3 !== 2) {
    row.employee_id = index % 2 === 0 ? null : `E-${100 + index}`;
    row.calendar_integration_enabled = random.chance(0.4);
    row.calendar_integration_source = row.calendar_integration_enabled ? 'google' : null;
    row.can_create_projects = index < 2;
    row.permissions_claims = index === 0 ? ['billable_rates:manage'] : [];
    row.saml_exempt = false;
  }
  return row;
}

function accessRoles(seed: Seed, index: number): string[] {
  if (index === 0) return ['administrator'];
  if (index === 1) return ['manager', ...seed.store.settings.permissions];
  return [index === 2 ? 'manager' : 'member'];
}

/** A chain of rates: the next starts the day after the one before ends. (API v2 docs, Billable Rates.) */
function seedRates(seed: Seed, owner: User, index: number): void {
  const {store} = seed;

  for (const name of ['billable_rates', 'cost_rates'] as const) {
    const current = name === 'billable_rates' ? owner.default_hourly_rate : owner.cost_rate;
    if (current === null || current === undefined) continue;

    const rates: Rate[] = childrenOf(store.data[name], owner.id);
    const steps = (index % 3) + 1;
    let start: string | null = null;
    let created = owner.created_at;
    for (let step = 0; step < steps; step += 1) {
      const isCurrent = step === steps - 1;
      const end: string | null = isCurrent ? null : addDays(created.slice(0, 10), 30);
      const next = isCurrent ? created : seed.after(created, 20);
      rates.push({
        id: store.nextId(name),
        amount: current - (steps - 1 - step) * 2.5,
        start_date: start,
        end_date: end,
        created_at: created,
        updated_at: next,
      });
      start = end === null ? null : addDays(end, 1);
      created = next;
    }
  }
}

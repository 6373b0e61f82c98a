-- Hours by client and month, from the tables time_entries and clients that tap-harvest fills. (PostgreSQL)
-- Hours are rounded by the account's own rule, as Harvest's reports and invoices have them; take entry.hours for
-- the time as it was tracked. For billable work alone, add "and entry.billable" to the condition.
select
  coalesce(client.name, entry.client ->> 'name', 'client ' || (entry.client ->> 'id'), '(no client)') as client,
  coalesce(to_char(entry.spent_date, 'YYYY-MM'), '(no date)') as month,
  round(sum(coalesce(entry.rounded_hours, entry.hours)::numeric), 2) as hours
from time_entries as entry
left join clients as client on client.id = (entry.client ->> 'id')::bigint
where coalesce(entry.rounded_hours, entry.hours) > 0
-- By id, since two clients may have the same name.
group by entry.client ->> 'id', 1, 2
order by 1, 2, entry.client ->> 'id';

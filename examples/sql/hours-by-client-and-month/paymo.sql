-- Hours by client and month, from the tables time_entries, tasks, projects, clients and company that tap-paymo fills.
-- (PostgreSQL) Work counts for the month in which it began where the company is; a timer that runs does not count yet.
-- For billable work alone, add "and task.billable" to the condition.
with
  -- Moments are kept in UTC, without a zone. Systems that moved names such as US/Eastern into a package of their own
  -- (tzdata-legacy) want that installed.
  work as (
    select
      coalesce(entry.project_id, task.project_id) as project_id,
      coalesce(
        entry.date::date,
        (entry.start_time at time zone 'UTC' at time zone coalesce(company.timezone, 'UTC'))::date
      ) as day,
      entry.duration as seconds
    from time_entries as entry
    left join tasks as task on task.id = entry.task_id
    left join company on true
    where entry.duration > 0
  )
select
  coalesce(client.name, 'client ' || project.client_id, '(no client)') as client,
  coalesce(to_char(work.day, 'YYYY-MM'), '(no date)') as month,
  round(sum(work.seconds) / 3600.0, 2) as hours
from work
left join projects as project on project.id = work.project_id
left join clients as client on client.id = project.client_id
-- By id, since two clients may have the same name.
group by project.client_id, 1, 2
order by 1, 2, project.client_id;

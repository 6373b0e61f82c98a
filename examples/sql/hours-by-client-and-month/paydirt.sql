-- Hours by client and month, from the tables time, jobs, projects and clients that tap-paydirt fills. (PostgreSQL)
-- A timer that runs does not count yet. For billable work alone, add "and log.billable" to the condition.
with
  work as (
    select
      coalesce(job.client_id, project.client_id) as client_id,
      log.computed_date as day,
      log.computed_seconds as seconds
    from time as log
    left join jobs as job on job.id = log.job_id
    left join projects as project on project.id = job.project_id
    where log.computed_seconds > 0
  )
select
  coalesce(client.business_name, 'client ' || work.client_id, '(no client)') as client,
  coalesce(to_char(work.day, 'YYYY-MM'), '(no date)') as month,
  round(sum(work.seconds) / 3600.0, 2) as hours
from work
left join clients as client on client.id = work.client_id
-- By id, since two clients may have the same name.
group by work.client_id, 1, 2
order by 1, 2, work.client_id;

-- Work waits at the new end: the newest fiftieth of the tasks holds what is queued.
insert into tasks (id, agent_id, title, status, priority, instructions, payload, created_at, updated_at, deleted_at)
select t, pg_temp.agent_of_task(t), 'Task ' || t || ': ' || prose.line,
       case
           when t > :tasks * 0.98 and pg_temp.u(t, 21) < 0.15 then 'queued'
           when t > :tasks * 0.995 and pg_temp.u(t, 21) < 0.25 then 'running'
           when pg_temp.u(t, 22) < 0.005 then 'failed'
           when pg_temp.u(t, 22) < 0.006 then 'cancelled'
           else 'done'
       end,
       1 + floor(9 * pg_temp.u(t, 23))::smallint,
       prose.paragraph,
       jsonb_build_object('channel', (array['mail', 'chat', 'api', 'cron'])[1 + t % 4], 'customer', t * 31 % 100003),
       pg_temp.time_of_task(t), pg_temp.time_of_task(t) + interval '10 minutes',
       case when t % 500 = 3 then pg_temp.time_of_task(t) + interval '1 day' end
from generate_series(1, :tasks) t
join prose on prose.id = hashint8extended(t, 20) & 1023;

select setval(pg_get_serial_sequence('tasks', 'id'), :tasks);

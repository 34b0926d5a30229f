insert into runs (id, task_id, agent_id, status, model, cost_micros, metrics, created_at, finished_at)
select r, task, pg_temp.agent_of_task(task),
       case when pg_temp.u(r, 30) < 0.01 then 'failed' else 'done' end,
       (array['sonnet', 'sonnet', 'haiku', 'opus'])[1 + r % 4],
       floor(200000 * power(pg_temp.u(r, 31), 4))::bigint,
       jsonb_build_object('inputTokens', 800 + r * 17 % 9000, 'outputTokens', 100 + r * 13 % 1900, 'retries', r % 3),
       pg_temp.time_of_task(task) + interval '2 minutes', pg_temp.time_of_task(task) + interval '6 minutes'
from (select r, pg_temp.task_of_run(r) as task from generate_series(1, :runs) r) as planned;

select setval(pg_get_serial_sequence('runs', 'id'), :runs);

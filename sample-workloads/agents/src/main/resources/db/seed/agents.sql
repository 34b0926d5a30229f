insert into tenants (id, name, created_at)
select t, 'tenant-' || t, date_trunc('day', now()) - interval '2 years'
from generate_series(1, :tenants) t;

insert into agents (id, tenant_id, name, model, config, created_at, deleted_at)
select a, 1 + floor(:tenants * power(pg_temp.u(a, 10), 2))::bigint, 'agent-' || a,
       (array['sonnet', 'sonnet', 'haiku', 'opus'])[1 + a % 4],
       jsonb_build_object(
           'language', (array['en', 'en', 'en', 'de', 'fr', 'pl', 'ja'])[1 + a % 7],
           'region', 'r' || a % 90,
           'temperature', round(pg_temp.u(a, 11)::numeric, 2),
           'tools', jsonb_build_array('tool_' || a % 40, 'tool_' || a % 13)),
       date_trunc('day', now()) - interval '400 days' * pg_temp.u(a, 12),
       case when a % 25 = 7 then date_trunc('day', now()) - interval '10 days' end
from generate_series(1, :agents) a;

insert into skills (id, name) select s, 'skill-' || s from generate_series(1, 60) s;

insert into agent_skills (agent_id, skill_id)
select a, 1 + (a * 7 + s * 13) % 60 from generate_series(1, :agents) a, generate_series(1, 4) s;

select setval(pg_get_serial_sequence('tenants', 'id'), :tenants),
       setval(pg_get_serial_sequence('agents', 'id'), :agents),
       setval(pg_get_serial_sequence('skills', 'id'), 60);

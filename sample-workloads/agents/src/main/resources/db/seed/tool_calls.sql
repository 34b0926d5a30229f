-- Every second message of the thirty calls a tool. A few tools do most of the work.
insert into tool_calls (id, message_id, run_id, tool_name, status, arguments, result, duration_ms, created_at)
select c, c * 2, r.id, 'tool_' || 1 + floor(40 * power(pg_temp.u(c, 50), 2))::integer,
       case when pg_temp.u(c, 51) < 0.02 then 'failed' else 'done' end,
       jsonb_build_object('query', prose.line, 'limit', 10 + c % 40),
       prose.page, (20 + 4000 * power(pg_temp.u(c, 54), 5))::integer,
       r.created_at + interval '30 seconds' * (1 + c % 8)
from generate_series(1, :toolcalls) c
join runs r on r.id = (c * 2 - 1) / 30 * 4
    + (array[1,1,1,1, 2,2,2,2,2,2, 3,3,3,3,3,3,3,3,3, 4,4,4,4,4,4,4,4,4,4,4])[1 + (c * 2 - 1) % 30]
join prose on prose.id = hashint8extended(c, 52) & 1023;

select setval(pg_get_serial_sequence('tool_calls', 'id'), :toolcalls);

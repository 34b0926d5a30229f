-- Two of 1,600 subjects in each memory, so that a search for one of them is selective.
insert into memories (id, agent_id, source_message_id, content, created_at, deleted_at)
select m, 1 + floor(:agents * power(pg_temp.u(m, 60), 3))::bigint,
       1 + floor(:messages * pg_temp.u(m, 61))::bigint,
       'About subject' || 1 + floor(1600 * pg_temp.u(m, 62))::integer || ' and subject'
           || 1 + floor(1600 * pg_temp.u(m, 63))::integer || ': ' || prose.line,
       date_trunc('day', now()) - interval '180 days' * power(1 - m / (:memories + 1.0)::double precision, 2),
       case when m % 40 = 9 then date_trunc('day', now()) - interval '1 day' end
from generate_series(1, :memories) m
join prose on prose.id = hashint8extended(m, 64) & 1023;

select setval(pg_get_serial_sequence('memories', 'id'), :memories);

-- Four runs share thirty messages: 4, 6, 9 and 11 of them.
insert into messages (id, run_id, agent_id, reply_to_id, ordinal, role, content, token_count, created_at)
select m, r.id, r.agent_id, case when position.ordinal > 1 then m - 1 end, position.ordinal,
       (array['user', 'assistant', 'tool', 'assistant'])[1 + (position.ordinal - 1) % 4],
       prose.paragraph || prose.line, 20 + (m * 29 % 900)::integer, r.created_at + interval '15 seconds' * position.ordinal
from generate_series(1, :messages) m
cross join lateral (
    select (array[1,1,1,1, 2,2,2,2,2,2, 3,3,3,3,3,3,3,3,3, 4,4,4,4,4,4,4,4,4,4,4])[1 + (m - 1) % 30] as run,
           (array[1,2,3,4, 1,2,3,4,5,6, 1,2,3,4,5,6,7,8,9, 1,2,3,4,5,6,7,8,9,10,11])[1 + (m - 1) % 30] as ordinal
) as position
join runs r on r.id = (m - 1) / 30 * 4 + position.run
join prose on prose.id = hashint8extended(m, 40) & 1023;

select setval(pg_get_serial_sequence('messages', 'id'), :messages);

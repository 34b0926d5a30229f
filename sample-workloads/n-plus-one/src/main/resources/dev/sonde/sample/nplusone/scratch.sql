-- Deleted, not truncated: new files for each run took 35 ms
delete from cart_item;
delete from cart;
delete from job;
delete from ledger;
delete from visit;
delete from contact;
delete from stock_change;
insert into cart select i, 'owner ' || i from generate_series(1, 4) i;
insert into cart_item
select 600 + row_number() over (order by c, k), c, 5000000000 + 7 * k, k
from unnest(array[2, 5, 10, 100]) with ordinality as sizes (size, c), generate_series(1, size) k;
insert into job select i, 'new', 'payload ' || i from generate_series(1, 120) i;
insert into contact select i, 'known' || i || '@example.org', 'Known ' || i from generate_series(1, 20) i;
select setval('attempt', 6);

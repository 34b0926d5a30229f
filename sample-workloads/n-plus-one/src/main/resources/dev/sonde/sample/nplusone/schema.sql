-- Lists of 2, 5, 10 and 100 rows hang under regions, customers, carts 1 to 4. Identifiers of orders, regions, customers and
-- people are small and overlap, so that a value alone proves nothing; those of products and remarks are large; articles,
-- suppliers and devices have UUIDs.
create table region (id bigint primary key, name text not null);
insert into region select i, 'Region ' || i from generate_series(1, 4) i;

create table customer (
    id bigint primary key, region_id bigint not null references region, name text not null, email text not null unique);
insert into customer
select row_number() over (order by r, k), r, 'Customer ' || r || '.' || k, 'c' || r || '.' || k || '@example.org'
from unnest(array[2, 5, 10, 100]) with ordinality as sizes (size, r), generate_series(1, size) k;

create table address (
    id bigint primary key, customer_id bigint not null unique references customer, street text not null);
insert into address select 900 + id, id, 'Street ' || id from customer;

create table orders (
    id bigint primary key, customer_id bigint not null references customer, placed timestamptz not null,
    status text not null, total numeric(10, 2) not null, note text);
insert into orders
select row_number() over (order by k, c), c, timestamptz '2026-01-01' + k * interval '1 hour', 'open', 10 * k, 'note ' || c || k
from unnest(array[2, 5, 10, 100]) with ordinality as sizes (size, c), generate_series(1, size) k;

create table supplier (id uuid primary key, name text not null);
insert into supplier select md5('supplier' || i)::uuid, 'Supplier ' || i from generate_series(1, 351) i;

create table product (
    id bigint primary key, supplier_id uuid not null references supplier, name text not null, price numeric(10, 2) not null,
    stock int not null);
insert into product
select 5000000000 + 7 * i, md5('supplier' || i)::uuid, 'Product ' || i, 1 + i % 90, 100 from generate_series(1, 351) i;

create table order_line (
    id bigint primary key, order_id bigint not null references orders, product_id bigint not null references product,
    quantity int not null);
insert into order_line
select 10000 + 3 * o.id + k, o.id, 5000000000 + 7 * (3 * (o.id - 1) + k), 1 + k
from orders o, generate_series(1, 3) k;
create index on order_line (order_id);

create table person (id bigint primary key, name text not null);
insert into person select i, 'Person ' || i from generate_series(1, 240) i;

create table magazine (id bigint primary key, name text not null);
insert into magazine select i, 'Magazine ' || i from generate_series(1, 4) i;

create table section (id bigint primary key, magazine_id bigint not null references magazine, title text not null);
insert into section
select row_number() over (order by m, k), m, 'Section ' || m || '.' || k
from unnest(array[2, 5, 10, 100]) with ordinality as sizes (size, m), generate_series(1, size) k;

create table article (
    id uuid primary key, section_id bigint not null references section, author_id bigint not null references person,
    editor_id bigint not null references person, title text not null, body text not null, published timestamptz not null,
    number int not null unique);
insert into article
select md5('article' || i)::uuid, (i + 1) / 2, i, 1 + (i + 117) % 240, 'Article ' || i, repeat('text ' || i || ' ', 50),
    timestamptz '2026-02-01' - i * interval '1 hour', i
from generate_series(1, 234) i;
create index on article (section_id);

create table remark (
    id bigint primary key, article_id uuid not null references article, person_id bigint not null references person,
    text text not null, written timestamptz not null);
insert into remark
select 7000000000 + 10 * a.number + k, a.id, 1 + (a.number + k) % 240, 'Remark ' || k, a.published + k * interval '1 minute'
from article a, generate_series(1, 2) k;
create index on remark (article_id);

create table tag (id bigint primary key, label text not null);
insert into tag select i, 'tag-' || i from generate_series(1, 117) i;
create table article_tag (
    article_id uuid not null references article, tag_id bigint not null references tag, primary key (tag_id, article_id));
insert into article_tag
select a.id, 1 + (a.number + k * 40) % 117 from article a, generate_series(0, 1) k;
create index on article_tag (article_id);

create table truck (id bigint primary key, plate text not null, axles int not null);
create table van (id bigint primary key, plate text not null, seats int not null);
create table bike (id bigint primary key, plate text not null, gears int not null);
insert into truck select 3 * i, 'T-' || i, 3 from generate_series(1, 60) i;
insert into van select 3 * i + 1, 'V-' || i, 5 from generate_series(1, 60) i;
insert into bike select 3 * i + 2, 'B-' || i, 7 from generate_series(1, 60) i;
create table shipment (
    id bigint primary key, vehicle_type text not null, vehicle_id bigint not null, destination text not null);
insert into shipment
select 400 + i, (array['truck', 'van', 'bike'])[1 + i % 3], 3 * (1 + i / 3) + i % 3, 'Town ' || i
from generate_series(1, 117) i;

-- Node 1000 + d hangs d levels under the root, 1000
create table category (id bigint primary key, parent_id bigint references category, name text not null);
insert into category
select 1000 + d, case when d > 0 then 999 + d end, 'Category ' || d from generate_series(0, 100) d order by d;

create table device (id uuid primary key, name text not null);
insert into device select md5('device' || i)::uuid, 'Device ' || i from generate_series(1, 1000) i;
create table reading (
    id bigint primary key, device_id uuid not null references device, value double precision not null);
insert into reading
select i, md5('device' || (1 + i % 1000))::uuid, i / 7.0 from generate_series(1, 10000) i;
create index on reading (device_id);

create table setting (name text primary key, value text not null);
insert into setting values ('currency', 'EUR'), ('page size', '20'), ('theme', 'dark'), ('locale', 'de');

-- What programs write to; scratch.sql fills it before each of their runs
create table cart (id bigint primary key, owner text not null);
create table cart_item (
    id bigint primary key, cart_id bigint not null references cart, product_id bigint not null, quantity int not null);
create index on cart_item (cart_id);
create table job (id bigint primary key, state text not null, payload text not null);
create table ledger (id bigint generated by default as identity primary key, account text not null, amount numeric not null);
create table visit (id bigint primary key, page text not null, at timestamptz not null default now());
create sequence visit_id;
create table contact (id bigint primary key, email text not null, name text not null);
create table stock_change (product_id bigint not null, amount int not null, reason text not null);
create sequence attempt;

-- Fails as a serializable transaction does that lost against another, but for every sixth time
create function transfer(from_account text, amount numeric) returns numeric language plpgsql as $$
begin
    if nextval('attempt') % 6 <> 0 then
        raise exception using errcode = '40001', message = 'could not serialize access due to concurrent update';
    end if;
    insert into ledger (account, amount) values (from_account, -amount);
    return amount;
end $$;

analyze;

-- One of every kind of object that a snapshot carries; for servers from 13 on.
create schema ext;
create schema "Größe ""and"" Co";
create schema app;
create extension pg_trgm schema ext;
create extension btree_gin schema ext;
create extension btree_gist schema ext;
create extension hstore schema ext;
create extension citext schema ext;
create extension intarray schema ext;
create extension postgres_fdw schema ext;

create collation app.german (provider = icu, locale = 'de-u-co-phonebk');
create collation app.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create collation app."Plain C" (provider = libc, lc_collate = 'C', lc_ctype = 'C');

create type app.status as enum ('new', 'in progress', 'it''s done', 'größer');
create type app.address as (street text collate app.german, zip varchar(5), "Land" text);
create domain app.percent as numeric(5, 2) default 0 not null constraint in_range check (value between 0 and 100);
create domain app.code as text collate "C" check (length(value) < 10) check (value !~ ';');
create function app.time_gap(a time, b time) returns double precision language sql immutable strict
  as 'select extract(epoch from (a - b))::double precision';
create type app.timerange as range (subtype = time, subtype_diff = app.time_gap);
create type app.textrange as range (subtype = text, collation = "C");
create type app.nested as (home app.address, level app.percent);

create function app.slug(name text, separator text default '-') returns text language sql immutable parallel safe
  as $$ select lower(replace(name, ' ', separator)) $$;
create function app.is_even(n bigint) returns boolean language plpgsql immutable strict cost 5
  as $$ begin return n % 2 = 0; end $$;
create function app.next_code() returns text language sql volatile as $$ select 'c' || floor(random() * 1000)::text $$;
create function app.variadic_sum(variadic numbers int[]) returns bigint language sql immutable
  as $$ select sum(n) from unnest(numbers) n $$;
create function app.touched() returns trigger language plpgsql as $$ begin return new; end $$;

create sequence app.ticket_numbers as integer start with 1000 increment by 5 minvalue 1000 maxvalue 900000 cache 10 cycle;
create sequence app."Odd sequence";

create table app.customers (
  id bigint generated always as identity (start with 7 increment by 3) primary key,
  ticket int not null default nextval('app.ticket_numbers'),
  gone_early text,
  name text collate app.german not null,
  slug text generated always as (app.slug(name)) stored,
  email ext.citext unique,
  status app.status not null default 'new',
  address app.address,
  rate app.percent,
  code app.code default app.next_code(),
  tags text[] not null default '{}',
  attributes ext.hstore,
  document jsonb,
  words tsvector generated always as (to_tsvector('english', coalesce(name, ''))) stored,
  office_hours app.timerange,
  spot point,
  address_ip inet,
  numbers int[],
  legacy_flag boolean,
  created_at timestamptz not null default now(),
  constraint rate_is_even check (app.is_even(ticket::bigint)),
  constraint positive_ticket check (ticket > 0) no inherit
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
alter table app.customers drop column gone_early;
alter table app.customers drop column legacy_flag;
alter table app.customers add column late_comer int default 42;
alter table app.customers alter column document set storage external;
alter table app.customers alter column name set statistics 500;
alter table app.customers alter column ticket set (n_distinct = -0.5);
alter table app.customers add constraint late_comer_range check (late_comer < 1000000) not valid;
alter sequence app."Odd sequence" owned by app.customers.late_comer;

create index customers_name on app.customers (name desc nulls last);
create index customers_name_c on app.customers (name collate "C" text_pattern_ops);
create index customers_slug on app.customers (app.slug(name)) where status <> 'it''s done';
create index customers_covering on app.customers using btree (status, created_at desc) include (rate, code) with (fillfactor = 75);
create unique index customers_unique_code on app.customers (lower(code::text), ticket);
create index customers_hash on app.customers using hash (code);
create index customers_trigram on app.customers using gin (name ext.gin_trgm_ops) with (fastupdate = off);
create index customers_trigram_gist on app.customers using gist (name ext.gist_trgm_ops (siglen = 32));
create index customers_words on app.customers using gin (words);
create index customers_document on app.customers using gin (document jsonb_path_ops);
create index customers_tags_status on app.customers using gin (tags, ticket);
create index customers_numbers on app.customers using gin (numbers ext.gin__int_ops);
create index customers_created on app.customers using brin (created_at) with (pages_per_range = 16);
create index customers_spot on app.customers using spgist (spot);
create index customers_spot_gist on app.customers using gist (spot);
create index customers_ip on app.customers using spgist (address_ip);
create index customers_attributes on app.customers using gist (attributes);
create index "customers ""odd"" größe" on app.customers ((document ->> 'größe'), (ticket + 1));
create statistics app.customers_all on status, ticket, late_comer from app.customers;
create statistics app.customers_ndistinct (ndistinct) on status, code from app.customers;
create statistics app.customers_dependencies (dependencies) on status, created_at from app.customers;
create statistics "Größe ""and"" Co".customers_mcv (mcv) on status, late_comer from app.customers;
alter statistics app.customers_ndistinct set statistics 200;

create table "Größe ""and"" Co"."Ordnung" (
  "Schlüssel" serial primary key,
  "select" int,
  "a ""quoted"" column" text,
  cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc int,
  unique ("select", "a ""quoted"" column") deferrable initially deferred
);
create index iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii on "Größe ""and"" Co"."Ordnung" ("select");

create table app.orders (
  tenant int not null,
  number int not null,
  customer bigint not null references app.customers on delete cascade,
  previous_tenant int,
  previous_number int,
  main_line bigint,
  during tstzrange,
  room int,
  "Grüße" int references "Größe ""and"" Co"."Ordnung" ("Schlüssel"),
  primary key (tenant, number) include (customer) with (fillfactor = 90),
  foreign key (previous_tenant, previous_number) references app.orders (tenant, number) match full,
  constraint one_at_a_time exclude using gist (room with =, during with &&) where (room is not null) deferrable
);
create table app.lines (
  id bigint primary key,
  tenant int not null,
  number int not null,
  foreign key (tenant, number) references app.orders deferrable initially deferred
);
alter table app.orders add constraint orders_main_line foreign key (main_line) references app.lines not valid;

create unlogged table app.scratch (id int, note text) with (autovacuum_enabled = false);

create table app.animals (id int primary key, name text not null default 'nobody', weight numeric,
  check (weight > 0));
create table app.birds (wing_span numeric, check (wing_span > 0)) inherits (app.animals);
create table app.swimmers (depth int not null);
create table app.penguins (colony text) inherits (app.birds, app.swimmers);
alter table app.birds alter column name set default 'some bird';
alter table app.penguins alter column name drop default;
alter table app.penguins alter column weight set not null;
create index birds_wings on app.birds (wing_span);

create table app.events (id bigint not null, at timestamptz not null, kind app.status not null, note text default 'none',
  constraint kind_known check (kind <> 'größer'), primary key (id, at, kind)) partition by range (at);
create table app.events_2024 partition of app.events for values from ('2024-01-01') to ('2025-01-01');
create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01')
  partition by list (kind);
create table app.events_2025_new partition of app.events_2025 for values in ('new', 'in progress') with (fillfactor = 60);
create table app.events_2025_rest partition of app.events_2025 default partition by hash (id);
create table app.events_2025_rest_0 partition of app.events_2025_rest for values with (modulus 2, remainder 0);
create table app.events_2025_rest_1 partition of app.events_2025_rest for values with (modulus 2, remainder 1);
create table app.events_other (note text, extra_dropped int, kind app.status not null, id bigint not null, at timestamptz not null,
  constraint kind_known check (kind <> 'größer'), constraint only_here check (id > 0));
alter table app.events_other drop column extra_dropped;
alter table app.events attach partition app.events_other default;
alter table app.events_2024 alter column note set default 'old';
create index events_note on app.events (note text_pattern_ops);
create index events_kind_only on only app.events (kind);
create index events_2024_kind on app.events_2024 (kind);
alter index app.events_kind_only attach partition app.events_2024_kind;
create index events_2024_id on app.events_2024 (id) where note is not null;
create statistics app.events_statistics on kind, note from app.events;
create table app.event_notes (id bigint, at timestamptz, kind app.status, foreign key (id, at, kind) references app.events on delete cascade)
  partition by hash (id);
create table app.event_notes_0 partition of app.event_notes for values with (modulus 1, remainder 0);

create view app.open_customers with (security_barrier = true) as
  select id, name, app.slug(name, '_') as slug, status from app.customers where status <> 'it''s done'
  with cascaded check option;
create view "Größe ""and"" Co"."view over view" as select upper(name) as "NAME" from app.open_customers;
create materialized view app.per_status with (fillfactor = 70) as
  select status, count(*) as n, max(created_at) as latest from app.customers group by status;
create unique index per_status_key on app.per_status (status);
create view app.over_materialised as select n from app.per_status;
create function app.count_open() returns bigint language sql stable as 'select count(*) from app.open_customers';
create view app.with_function as select app.count_open() as n;
create recursive view app.chain (n) as values (1) union all select n + 1 from chain where n < 10;
create function app.customer_label(c app.customers) returns text language sql stable as 'select c.name || c.id';
create view app.labels as select app.customer_label(c) as label from app.customers c;

create role zoo_reader;
alter table app.customers enable row level security;
alter table app.customers force row level security;
create policy own_rows on app.customers for select to zoo_reader using (status <> 'größer');
create policy "no ""new"" ones" on app.customers as restrictive for insert to zoo_reader with check (status <> 'new');
create policy all_orders on app.orders using (tenant in (select ticket from app.customers));

create server elsewhere foreign data wrapper postgres_fdw options (host 'localhost', dbname 'nowhere');
create foreign table app.far_away (id int, note text) server elsewhere options (table_name 'x');

create aggregate app.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');

alter database zoo set random_page_cost = 1.5;
alter role zoo_reader in database zoo set work_mem = '32MB';
alter role zoo_reader set enable_seqscan = off;
alter role zoo_reader set application_name = 'not of the planner';

insert into app.customers (name, email, status, address, rate, ticket, tags, attributes, document, numbers, created_at, code)
  select 'name ' || i % 50, 'secret-' || i || '@example.org', (enum_range(null::app.status))[1 + i % 3], row('street ' || i, '12345', 'x')::app.address,
    i % 100, i * 2, array['tag' || i % 7, 'hush'], ext.hstore('k', 'v' || i), jsonb_build_object('größe', i), array[i % 5, i % 11],
    timestamptz '2025-01-01' + i * interval '1 hour', 'c' || i % 20
  from generate_series(1, 2000) i;
insert into app.orders (tenant, number, customer, room, during)
  select i % 7, i, 7 + 3 * (i % 2000), i, tstzrange('2025-01-01', '2025-02-01') from generate_series(1, 1000) i;
insert into app.events (id, at, kind, note)
  select i, timestamptz '2023-06-01' + i * interval '8 hours', (enum_range(null::app.status))[1 + i % 3], 'note ' || i % 10
  from generate_series(1, 3000) i;
insert into app.animals (id, name, weight) select i, 'animal ' || i, i from generate_series(1, 300) i;
insert into app.birds (id, name, weight, wing_span) select i, 'bird ' || i, i, i from generate_series(1, 200) i;
insert into app.penguins (id, name, weight, wing_span, depth) select i, 'penguin ' || i, i, i, i from generate_series(1, 100) i;
refresh materialized view app.per_status;

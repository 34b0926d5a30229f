select setseed(0.42);

create table numbers (
  id bigint not null, shuffled bigint not null, few int not null, mid int not null, many int not null,
  price numeric(12, 2) not null, total numeric not null, measure double precision not null, small smallint not null,
  flag boolean not null, day date not null, at timestamp not null, shuffled_at timestamptz not null, key uuid not null,
  often_null int, seldom_set bigint, span interval not null);
insert into numbers
  select i, (i::bigint * 7919) % 1000003, i % 20, (random() * 5000)::int, (random() * {rows})::int,
    (random() * 10000)::numeric(12, 2), (i::bigint * 104729 % 1000000000)::numeric / 1000, random(), i % 300,
    i % 7 = 0, date '2020-01-01' + (i / 200), timestamp '2020-01-01' + i * interval '1 minute',
    timestamptz '2020-01-01' + (random() * 1e8)::int * interval '1 second', md5(i::text)::uuid,
    case when random() < 0.6 then (random() * 100000)::int end, case when i % 40 = 0 then i end,
    (i % 5000) * interval '1 second'
  from generate_series(1, {rows}) i;

-- Each value of small has one of few.
create statistics numbers_few_small (ndistinct) on few, small from numbers;

create table texts (
  id int not null, email varchar(80) not null, name text not null, status text not null, wide text not null,
  url text not null, code char(8) not null, note text, city varchar(40) not null, body text not null, mixed text not null);
insert into texts
  select i, 'user' || i || '@example' || i % 300 || '.org',
    substr(md5(i::text) || md5((i + 1)::text), 1, 4 + (random() * 40)::int),
    (array['new', 'running', 'waiting', 'done', 'failed'])[1 + floor(random() * random() * 5)::int],
    repeat(md5(i::text), 2 + (random() * 5)::int),
    'https://www.example.org/' || md5(i::text) || '/' || substr(md5((i * 3)::text), 1, (random() * 30)::int),
    substr(md5(i::text), 1, 8), case when random() < 0.5 then 'note ' || md5((i % 2000)::text) end,
    'city ' || (random() * random() * 3000)::int,
    (select string_agg('word' || (power(random(), 3) * 4000)::int, ' ') from generate_series(1, 8 + i % 8)),
    case when random() < 0.3 then md5(i::text) else upper(md5(i::text)) end
  from generate_series(1, {rows} * 2 / 3) i;

create table documents (
  id int not null, data jsonb not null, tags text[] not null, numbers int[] not null, body text not null,
  words tsvector not null, title text not null);
insert into documents
  select i, jsonb_build_object('kind', 'k' || (random() * 50)::int, 'user', jsonb_build_object('id', (random() * 20000)::int,
      'active', i % 3 = 0), 'labels', jsonb_build_array('l' || i % 30, 'l' || (random() * 400)::int)),
    array(select 't' || (power(random(), 2) * 800)::int from generate_series(1, 1 + i % 6)),
    array(select (random() * 30000)::int from generate_series(1, 3 + i % 4)),
    text, to_tsvector('simple', text), 'title ' || substr(md5(i::text), 1, 6 + i % 20)
  from (select i, (select string_agg('w' || (power(random(), 3) * 6000)::int, ' ') from generate_series(1, 10 + i % 20)) as text
    from generate_series(1, {rows} / 5) i) t;

create table places (
  id int not null, place point not null, area box not null, numbers int4range not null, during tstzrange not null,
  address inet not null, label text not null);
insert into places
  select i, point(random() * 1000, random() * 1000),
    box(point(i % 1000, i / 1000), point(i % 1000 + random() * 5, i / 1000 + random() * 5)),
    int4range((random() * 1000000)::int, 1000001 + (random() * 1000)::int),
    tstzrange(timestamptz '2025-01-01' + i * interval '5 minutes', timestamptz '2025-01-01' + (i + 3) * interval '5 minutes'),
    ('10.' || (random() * 255)::int || '.' || (random() * 255)::int || '.' || (random() * 255)::int)::inet,
    'place ' || md5(i::text)
  from generate_series(1, {rows} / 3) i;

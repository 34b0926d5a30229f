-- Tables of `sonde history`, in a schema of their own: docs/history.md.
-- Identifiers are the content hashes that captures and reports use, so that whoever adds first does not matter.
-- Texts are kept once and never indexed: they may be of any length.

create table release (
  id bigint primary key,
  service text not null,
  version text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null
);

create table route (
  id bigint primary key,
  name text not null
);

create table statement (
  id bigint primary key,
  sql text not null
);
comment on column statement.id is 'the fingerprint; reports show it as 16 hex digits';

create table series (
  id bigint primary key,
  release bigint not null references release,
  statement bigint not null references statement,
  route bigint not null references route,
  first_seen timestamptz not null,
  last_seen timestamptz not null
);
comment on table series is 'a statement on a route in a release; outlives its counts, since it says since when';
create index series_release on series (release);
create index series_statement on series (statement);
create index series_route on series (route);

create table execution_count (
  series bigint not null references series,
  starts timestamptz not null,
  hours smallint not null,
  calls bigint not null,
  errors bigint not null,
  row_count bigint not null,
  total_nanos bigint not null,
  max_nanos bigint not null,
  times bytea not null,
  primary key (series, starts, hours)
);
comment on column execution_count.times is 'DDSketch of the times, docs/history.md';

create table unit_count (
  release bigint not null references release,
  route bigint not null references route,
  starts timestamptz not null,
  hours smallint not null,
  units bigint not null,
  executions bigint not null,
  max_nanos bigint not null,
  times bytea not null,
  primary key (release, route, starts, hours)
);

create table finding (
  id bigint primary key,
  service text not null,
  rule text not null,
  kind text not null,
  statement bigint not null references statement,
  route text not null,
  loop_frame text
);
create index finding_statement on finding (statement);

create table sighting (
  finding bigint not null references finding,
  release bigint not null references release,
  identity bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  verdict smallint not null,
  severity smallint not null,
  executions bigint not null,
  units bigint not null,
  saved_round_trips bigint not null,
  message text not null,
  primary key (finding, release)
);
comment on column sighting.identity is 'as reports on this release show it';

create table capture (
  id bigint primary key,
  bytes bigint not null,
  records bigint,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  added timestamptz not null default now()
);
comment on table capture is 'files that are counted, so that none counts twice';

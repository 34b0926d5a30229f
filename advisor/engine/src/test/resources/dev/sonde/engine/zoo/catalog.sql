-- relations
select n.nspname, c.relname, c.relkind, c.relpersistence, c.reloptions, t.reloptions, c.relrowsecurity, c.relforcerowsecurity,
  pg_get_expr(c.relpartbound, c.oid), case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
  (select array_agg(inhparent::regclass::text order by inhseqno) from pg_inherits where inhrelid = c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_class t on t.oid = c.reltoastrelid
where c.relkind <> 'f' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2;
-- columns
select c.oid::regclass::text, row_number() over (partition by c.oid order by a.attnum), a.attname,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid),
  a.attgenerated, a.attidentity, a.attstorage, to_jsonb(a) ->> 'attcompression', coalesce(a.attstattarget, -1),
  a.attoptions, a.attislocal, a.attinhcount
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind <> 'f' and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema' order by 1, 2;
-- constraints; names of NOT NULL constraints are not carried over
select coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text), conname, contype, convalidated, condeferrable,
  coninhcount, conislocal, pg_get_constraintdef(k.oid)
from pg_constraint k join pg_namespace n on n.oid = connamespace
where contype <> 'n' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2;
-- indexes
select indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid, indisunique, indisprimary, indisexclusion
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' order by 1;
-- views
select c.oid::regclass::text, c.relkind, c.reloptions, pg_get_viewdef(c.oid) from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1;
-- functions
select p.oid::regprocedure::text, pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = pronamespace
where prokind = 'f' and prorettype <> 'trigger'::regtype and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1;
-- types
select t.oid::regtype::text, typtype, typcategory, typnotnull, typdefault, format_type(typbasetype, typtypmod),
  typcollation::regcollation::text, (select array_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid),
  (select to_jsonb(r) - 'rngtypid' - 'rngmultitypid' - 'rngsubdiff' || jsonb_build_object('diff', rngsubdiff::regproc::text,
     'collation', rngcollation::regcollation::text) - 'rngcollation' from pg_range r where rngtypid = t.oid)
from pg_type t join pg_namespace n on n.oid = typnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and t.typname not in ('far_away', '_far_away') order by 1;
-- collations
select c.oid::regcollation::text, to_jsonb(c) - 'oid' - 'collnamespace' - 'collowner'
from pg_collation c join pg_namespace n on n.oid = collnamespace where n.nspname !~ '^pg_' order by 1;
-- sequences
select seqrelid::regclass::text, to_jsonb(s) - 'seqrelid'
 from pg_sequence s order by 1;
-- owners of sequences
select d.objid::regclass::text, d.refobjid::regclass::text, a.attname, d.deptype from pg_depend d
join pg_class c on c.oid = d.objid and c.relkind = 'S' join pg_attribute a on a.attrelid = refobjid and a.attnum = refobjsubid
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') order by 1;
-- policies
select polrelid::regclass::text, polname, polcmd, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid),
  pg_get_expr(polwithcheck, polrelid) from pg_policy order by 1, 2;
-- extended statistics
select pg_get_statisticsobjdef(oid), coalesce(stxstattarget, -1) from pg_statistic_ext order by 1;
-- extensions
select extname, extnamespace::regnamespace::text, extversion from pg_extension order by 1;

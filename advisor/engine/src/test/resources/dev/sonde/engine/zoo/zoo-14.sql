-- What came with 14.
create statistics app.customers_expressions on (app.slug(name)), (ticket % 10), status from app.customers;
create statistics app.customers_one_expression on (date_trunc('day', created_at at time zone 'UTC')) from app.customers;
create function app.body_is_parsed(minimum int) returns bigint language sql stable
  begin atomic select count(*) from app.open_customers where id > minimum; end;
create view app.over_parsed_body as select app.body_is_parsed(5) as n;
create type app.cents as range (subtype = numeric, multirange_type_name = app.many_cents);
create table app.ranges (id int primary key, spans app.many_cents, packed text compression pglz);

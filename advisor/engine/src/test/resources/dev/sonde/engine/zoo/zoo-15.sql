-- What came with 15.
create table app.singles (id int, note text, unique nulls not distinct (id, note));
create unique index singles_note on app.singles (note) nulls not distinct;
create view app.invoker with (security_invoker = true) as select id from app.singles;

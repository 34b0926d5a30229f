-- What came with 18.
create table app.doubled (id int primary key, twice int generated always as (id * 2) virtual,
  thrice int constraint "must be there" not null);
create table app.bookings (room int, during daterange, primary key (room, during without overlaps));
alter table app.doubled add constraint unenforced check (thrice < 100) not enforced;

-- What the regions are as a whole: another number after every change of any of them, so that a copy in
-- memory knows whether it still holds. One row.
create table region_version (
    id bigint primary key,
    version bigint not null
);
insert into region_version (id, version) values (1, 0);

-- What the regions are as a whole: another number after every change of any of them, so that a copy in
-- memory knows whether it still holds. One row.
create table region_version (
    id bigint primary key,
    version bigint not null
);
insert into region_version (id, version) values (1, 0);

-- Reports and lists look at hundreds of heads: each is found in one tree, not through an index in another.
create table ledger_by_region (
    region bigint primary key,
    epoch bigint not null,
    head bigint not null,
    frontier blob not null,
    updated_at bigint not null,
    floor bigint not null default 0,
    recount bigint not null default 0
) without rowid;
insert into ledger_by_region (region, epoch, head, frontier, updated_at, floor, recount)
    select region, epoch, head, frontier, updated_at, floor, recount from ledger;
drop table ledger;
alter table ledger_by_region rename to ledger;

create table ledger_with_rowid (
    region bigint primary key,
    epoch bigint not null,
    head bigint not null,
    frontier blob not null,
    updated_at bigint not null,
    floor bigint not null default 0,
    recount bigint not null default 0
);
insert into ledger_with_rowid (region, epoch, head, frontier, updated_at, floor, recount)
    select region, epoch, head, frontier, updated_at, floor, recount from ledger;
drop table ledger;
alter table ledger_with_rowid rename to ledger;
drop table region_version;

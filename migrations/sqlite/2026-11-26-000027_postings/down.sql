alter table ledger drop column recount;
alter table record drop column claimed_at;
drop table posting;

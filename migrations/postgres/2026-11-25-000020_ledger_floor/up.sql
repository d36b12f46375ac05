-- Removals up to this number are forgotten: a device that stands below it is sent the ledger anew.
alter table ledger add column floor bigint not null default 0;

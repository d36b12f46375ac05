alter table ledger drop column floor;

-- What each act has changed of the numbers that reports are made of: +1 for a measure that came, -1 for
-- one that went. Written with the act, never updated; the sum over all of them is how things stand.
create table posting (
    ledger bigint not null,
    seq bigint not null,
    n bigint not null,
    record blob not null,
    name text not null,
    sign bigint not null,
    value bigint not null,
    on_day text not null,
    enterprise blob,
    sector text not null,
    category text,
    subject text,
    at bigint not null,
    received_at bigint not null,
    primary key (ledger, seq, n)
);

-- The latest of the moments that a record's acts claim, none believed beyond its receipt.
alter table record add column claimed_at bigint not null default 0;
update record set claimed_at =
    coalesce((select max(min(at, received_at)) from entry where entry.record = record.id), 0);

-- How often a ledger's postings were made anew: whoever holds them in memory begins anew, too.
alter table ledger add column recount bigint not null default 0;

-- How an item of the inbox was resolved: by whom, how, why, and what came of it. Only ever inserted, once
-- for each item: of two who resolve one at the same moment, one stands.
create table resolution (
    item blob primary key,
    how text not null,
    person blob,
    organisation blob,
    reason text,
    asked text not null,
    outcome text,
    bytes text not null,
    leaf blob not null,
    resolved_at bigint not null
);

-- When a held act is to be looked at again; nothing for what does not wait.
alter table inbox add column look_at bigint;
update inbox set look_at = received_at where state = 'held' and resolved_at is null;
create index inbox_look on inbox (look_at) where look_at is not null;
create index inbox_open on inbox (id) where resolved_at is null;

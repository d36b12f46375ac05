-- Who looked at what: every export, and whatever an auditor reads. Append-only.
create table audit_read (
    id blob primary key,
    at bigint not null,
    person blob not null,
    session blob not null,
    operation text not null,
    filter text not null,
    row_count bigint
);
create index audit_read_person on audit_read (person, id);

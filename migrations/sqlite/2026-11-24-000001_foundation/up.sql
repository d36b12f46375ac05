-- Regions: identity is `id`; codes come and go.
create table region (
    id bigint primary key,
    code text not null,
    name text not null,
    level text not null,
    parent bigint references region (id),
    is_local boolean not null,
    valid_from text,
    valid_to text
);
create index region_parent on region (parent);
create index region_code_now on region (code);

-- Every code that ever named a region, with its validity; a code may be looked up long after it ended.
create table region_code (
    code text not null,
    region bigint not null references region (id),
    valid_from text,
    valid_to text,
    primary key (code, region)
);
create index region_code_region on region_code (region);

-- Which region took over from which, and when.
create table region_successor (
    region bigint not null references region (id),
    successor bigint not null references region (id),
    since_on text not null,
    primary key (region, successor)
);

-- Every region and itself below every ancestor: a subtree question is one index range.
create table region_closure (
    ancestor bigint not null references region (id),
    descendant bigint not null references region (id),
    primary key (ancestor, descendant)
) without rowid;
create index region_closure_descendant on region_closure (descendant, ancestor);

create table organisation (
    id blob primary key,
    kind text not null,
    name text not null,
    region bigint not null references region (id),
    tier text not null,
    sectors text not null,
    parent blob references organisation (id),
    uscc text constraint organisation_uscc_is_unique unique,
    uscc_is_missing boolean not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index organisation_region on organisation (region);

create table organisation_closure (
    ancestor blob not null references organisation (id),
    descendant blob not null references organisation (id),
    primary key (ancestor, descendant)
);
create index organisation_closure_descendant on organisation_closure (descendant, ancestor);

create table person (
    id blob primary key,
    login text not null constraint person_login_is_unique unique,
    name text not null,
    region bigint not null references region (id),
    password_hash text,
    password_changed_at bigint,
    state text not null,
    failed_attempts bigint not null,
    locked_until bigint,
    scope_version bigint not null,
    created_at bigint not null,
    created_by blob
);
create index person_region on person (region);

create table duty (
    id blob primary key,
    person blob not null references person (id),
    organisation blob not null references organisation (id),
    role text not null,
    region bigint not null references region (id),
    sectors text not null,
    from_on text not null,
    to_on text,
    ended_at bigint,
    created_at bigint not null,
    created_by blob
);
create index duty_person on duty (person);
create index duty_organisation on duty (organisation);

create table device (
    id blob primary key,
    person blob not null references person (id),
    name text not null,
    platform text not null,
    last_client_seq bigint not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    revoked_at bigint
);
create index device_person on device (person);

-- A family of refresh tokens; only hashes are kept.
create table session (
    id blob primary key,
    person blob not null references person (id),
    device blob references device (id),
    token_hash blob not null,
    previous_hash blob,
    rotated_at bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    idle_expires_at bigint not null,
    revoked_at bigint,
    revoked_reason text
);
create index session_person on session (person);
create index session_device on session (device);

-- One-time links: the first administrator, a new person, a forgotten password.
create table invitation (
    token_hash blob primary key,
    person blob not null references person (id),
    purpose text not null,
    expires_at bigint not null,
    used_at bigint,
    created_at bigint not null,
    created_by blob
);
create index invitation_person on invitation (person);

-- Keys that every instance shares: token signing (private), refresh derivation.
create table signing_key (
    kid text primary key,
    purpose text not null,
    secret blob not null,
    created_at bigint not null,
    retired_at bigint
);
-- Of instances that start together, all but one find the other's key there.
create unique index signing_key_current on signing_key (purpose) where retired_at is null;

-- What administrators did to people, organisations, regions: append-only.
create table admin_log (
    id blob primary key,
    at bigint not null,
    person blob,
    action text not null,
    subject text not null,
    detail text not null
);
create index admin_log_subject on admin_log (subject, at);

-- One row per region with business data: the row that a write locks.
create table ledger (
    region bigint primary key,
    epoch bigint not null,
    head bigint not null,
    frontier blob not null,
    updated_at bigint not null
);

create table entry (
    ledger bigint not null,
    seq bigint not null,
    act_id blob not null,
    kind text not null,
    act text not null,
    record blob not null,
    rev bigint not null,
    actor blob not null,
    organisation blob not null,
    device blob,
    client_seq bigint,
    at bigint not null,
    received_at bigint not null,
    bytes text not null,
    salt blob,
    body text,
    leaf blob not null,
    primary key (ledger, seq)
);
-- A move stands in two ledgers under one act; within a ledger an act stands once.
create unique index entry_act on entry (act_id, ledger);
create index entry_record on entry (record, rev);

-- The fold of a record's entries. A record that moved away leaves a row with `moved_to` behind.
create table record (
    ledger bigint not null,
    id blob not null,
    kind text not null,
    seq bigint not null,
    rev bigint not null,
    state text not null,
    level text,
    category text,
    sector text not null,
    enterprise blob,
    owner blob,
    due_on text,
    occurred_on text,
    lon bigint,
    lat bigint,
    number text,
    is_voided boolean not null,
    moved_to bigint,
    document text not null,
    hash blob not null,
    touched text not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (ledger, id),
    constraint record_seq_is_unique unique (ledger, seq),
    constraint record_number_is_unique unique (ledger, number)
);
create index record_id on record (id);
create index record_enterprise on record (enterprise, ledger);

-- Which ledger a record was made in: no two ledgers make the same one.
create table birth (
    record blob primary key,
    ledger bigint not null
);

-- Views that a record has left; with them the delta of any scope is exact.
create table presence (
    ledger bigint not null,
    record blob not null,
    sector text not null,
    enterprise blob not null,
    kind text not null,
    left_seq bigint not null,
    reason text not null,
    primary key (ledger, record, sector, enterprise)
);
create index presence_left on presence (ledger, left_seq);

-- The last serial of a unit and year; guarded by the ledger's head row.
create table serial (
    ledger bigint not null,
    series text not null,
    year bigint not null,
    last bigint not null,
    primary key (ledger, series, year)
);

-- Count and XOR of document hashes per cell, so that a digest is a sum of few rows.
create table digest (
    ledger bigint not null,
    kind text not null,
    sector text not null,
    is_voided boolean not null,
    records bigint not null,
    fold bigint not null,
    primary key (ledger, kind, sector, is_voided)
);

create table receipt (
    device blob not null,
    client_seq bigint not null,
    act_id blob not null,
    result text not null,
    received_at bigint not null,
    primary key (device, client_seq)
);
create index receipt_act on receipt (act_id);
create index receipt_received on receipt (received_at);

-- Acts that were not applied, as they were sent.
create table inbox (
    id blob primary key,
    ledger bigint,
    device blob not null,
    client_seq bigint not null,
    act_id blob not null,
    person blob not null,
    organisation blob,
    kind text not null,
    act text not null,
    record blob not null,
    sent text not null,
    state text not null,
    problem text not null,
    received_at bigint not null,
    resolved_at bigint,
    resolved_by blob,
    resolution text
);
create index inbox_person on inbox (person, received_at);
create index inbox_record on inbox (record);
create index inbox_act on inbox (act_id);
create index inbox_ledger on inbox (ledger, received_at);

-- Cursors with too many ledgers to travel.
create table cursor (
    id blob primary key,
    device blob not null,
    content text not null,
    created_at bigint not null
);
create index cursor_device on cursor (device, created_at);

-- Policy profiles: what a region says of the limits, version by version; a version is never altered.
create table policy (
    region bigint not null references region (id),
    version bigint not null,
    from_on text not null,
    profile text not null,
    set_by uuid not null,
    set_at bigint not null,
    constraint policy_version_is_unique primary key (region, version)
);

//! The tables as both databases have them; a parity test compares this file with the migrations.
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    region (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        level -> Text,
        parent -> Nullable<BigInt>,
        is_local -> Bool,
        valid_from -> Nullable<Text>,
        valid_to -> Nullable<Text>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    region_code (code, region) {
        code -> Text,
        region -> BigInt,
        valid_from -> Nullable<Text>,
        valid_to -> Nullable<Text>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    region_successor (region, successor) {
        region -> BigInt,
        successor -> BigInt,
        since_on -> Text,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    region_closure (ancestor, descendant) {
        ancestor -> BigInt,
        descendant -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    region_version (id) {
        id -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    organisation (id) {
        id -> UuidColumn,
        kind -> Text,
        name -> Text,
        region -> BigInt,
        tier -> Text,
        sectors -> Text,
        parent -> Nullable<UuidColumn>,
        uscc -> Nullable<Text>,
        uscc_is_missing -> Bool,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    organisation_closure (ancestor, descendant) {
        ancestor -> UuidColumn,
        descendant -> UuidColumn,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    person (id) {
        id -> UuidColumn,
        login -> Text,
        name -> Text,
        region -> BigInt,
        password_hash -> Nullable<Text>,
        password_changed_at -> Nullable<BigInt>,
        state -> Text,
        failed_attempts -> BigInt,
        locked_until -> Nullable<BigInt>,
        scope_version -> BigInt,
        created_at -> BigInt,
        created_by -> Nullable<UuidColumn>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    duty (id) {
        id -> UuidColumn,
        person -> UuidColumn,
        organisation -> UuidColumn,
        role -> Text,
        region -> BigInt,
        sectors -> Text,
        from_on -> Text,
        to_on -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        created_at -> BigInt,
        created_by -> Nullable<UuidColumn>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    device (id) {
        id -> UuidColumn,
        person -> UuidColumn,
        name -> Text,
        platform -> Text,
        last_client_seq -> BigInt,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    session (id) {
        id -> UuidColumn,
        person -> UuidColumn,
        device -> Nullable<UuidColumn>,
        token_hash -> Binary,
        previous_hash -> Nullable<Binary>,
        rotated_at -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        idle_expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        revoked_reason -> Nullable<Text>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    invitation (token_hash) {
        token_hash -> Binary,
        person -> UuidColumn,
        purpose -> Text,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        created_at -> BigInt,
        created_by -> Nullable<UuidColumn>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    signing_key (kid) {
        kid -> Text,
        purpose -> Text,
        secret -> Binary,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    admin_log (id) {
        id -> UuidColumn,
        at -> BigInt,
        person -> Nullable<UuidColumn>,
        action -> Text,
        subject -> Text,
        detail -> Text,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    audit_read (id) {
        id -> UuidColumn,
        at -> BigInt,
        person -> UuidColumn,
        session -> UuidColumn,
        operation -> Text,
        filter -> Text,
        row_count -> Nullable<BigInt>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    ledger (region) {
        region -> BigInt,
        epoch -> BigInt,
        head -> BigInt,
        frontier -> Binary,
        updated_at -> BigInt,
        floor -> BigInt,
        recount -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    entry (ledger, seq) {
        ledger -> BigInt,
        seq -> BigInt,
        act_id -> UuidColumn,
        kind -> Text,
        act -> Text,
        record -> UuidColumn,
        rev -> BigInt,
        actor -> UuidColumn,
        organisation -> UuidColumn,
        device -> Nullable<UuidColumn>,
        client_seq -> Nullable<BigInt>,
        at -> BigInt,
        received_at -> BigInt,
        bytes -> Text,
        salt -> Nullable<Binary>,
        body -> Nullable<Text>,
        leaf -> Binary,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    record (ledger, id) {
        ledger -> BigInt,
        id -> UuidColumn,
        kind -> Text,
        seq -> BigInt,
        rev -> BigInt,
        state -> Text,
        level -> Nullable<Text>,
        category -> Nullable<Text>,
        tags -> Nullable<Text>,
        sector -> Text,
        enterprise -> Nullable<UuidColumn>,
        owner -> Nullable<UuidColumn>,
        due_on -> Nullable<Text>,
        occurred_on -> Nullable<Text>,
        lon -> Nullable<BigInt>,
        lat -> Nullable<BigInt>,
        number -> Nullable<Text>,
        is_voided -> Bool,
        moved_to -> Nullable<BigInt>,
        document -> Text,
        hash -> Binary,
        touched -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        claimed_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    birth (record) {
        record -> UuidColumn,
        ledger -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    presence (ledger, record, sector, enterprise) {
        ledger -> BigInt,
        record -> UuidColumn,
        sector -> Text,
        enterprise -> UuidColumn,
        kind -> Text,
        left_seq -> BigInt,
        reason -> Text,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    serial (ledger, series, year) {
        ledger -> BigInt,
        series -> Text,
        year -> BigInt,
        last -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    digest (ledger, kind, sector, is_voided) {
        ledger -> BigInt,
        kind -> Text,
        sector -> Text,
        is_voided -> Bool,
        records -> BigInt,
        fold -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    receipt (device, client_seq) {
        device -> UuidColumn,
        client_seq -> BigInt,
        act_id -> UuidColumn,
        result -> Text,
        received_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    inbox (id) {
        id -> UuidColumn,
        ledger -> Nullable<BigInt>,
        device -> UuidColumn,
        client_seq -> BigInt,
        act_id -> UuidColumn,
        person -> UuidColumn,
        organisation -> Nullable<UuidColumn>,
        kind -> Text,
        act -> Text,
        record -> UuidColumn,
        sent -> Text,
        state -> Text,
        problem -> Text,
        received_at -> BigInt,
        resolved_at -> Nullable<BigInt>,
        resolved_by -> Nullable<UuidColumn>,
        resolution -> Nullable<Text>,
        look_at -> Nullable<BigInt>,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    resolution (item) {
        item -> UuidColumn,
        how -> Text,
        person -> Nullable<UuidColumn>,
        organisation -> Nullable<UuidColumn>,
        reason -> Nullable<Text>,
        asked -> Text,
        outcome -> Nullable<Text>,
        bytes -> Text,
        leaf -> Binary,
        resolved_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    cursor (id) {
        id -> UuidColumn,
        device -> UuidColumn,
        content -> Text,
        created_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    policy (region, version) {
        region -> BigInt,
        version -> BigInt,
        from_on -> Text,
        profile -> Text,
        set_by -> UuidColumn,
        set_at -> BigInt,
    }
}
diesel::table! {
    use diesel::sql_types::*;
    use crate::domain::UuidColumn;
    posting (ledger, seq, n) {
        ledger -> BigInt,
        seq -> BigInt,
        n -> BigInt,
        record -> UuidColumn,
        name -> Text,
        sign -> BigInt,
        value -> BigInt,
        on_day -> Text,
        enterprise -> Nullable<UuidColumn>,
        sector -> Text,
        category -> Nullable<Text>,
        subject -> Nullable<Text>,
        at -> BigInt,
        received_at -> BigInt,
    }
}
diesel::allow_tables_to_appear_in_same_query!(
    region,
    region_code,
    region_successor,
    region_closure,
    organisation,
    organisation_closure,
    person,
    duty,
    device,
    session,
    invitation,
    signing_key,
    admin_log,
    audit_read,
    ledger,
    entry,
    record,
    birth,
    presence,
    serial,
    digest,
    receipt,
    inbox,
    cursor,
    policy,
    resolution,
    posting,
);

-- Everybody reads the published lists, the newest first: a handful among many records.
create index record_exposure on record (occurred_on, id) where kind = 'exposure' and state = 'published';
-- Whether a key target has a leader is asked of all ledgers above and below a region at once.
create index record_assignment on record (ledger, enterprise) where kind = 'assignment' and state = 'active';

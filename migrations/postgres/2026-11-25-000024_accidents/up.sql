-- A flag round looks at the accidents of every ledger below it: a handful among many records.
create index record_accident on record (ledger, id) where kind = 'accident';

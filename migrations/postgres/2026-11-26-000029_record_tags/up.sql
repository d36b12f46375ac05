-- What a record is marked with besides its category: joined by a comma. Hazards that are or were under a
-- supervision order get the mark that new ones get with their act `list`.
alter table record add column tags text;
update record set tags = 'supervised' where kind = 'hazard'
    and (document like '%"supervision":{%' or document like '%"ended_supervisions":[%');

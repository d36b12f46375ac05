drop index inbox_open;
drop index inbox_look;
alter table inbox drop column look_at;
drop table resolution;

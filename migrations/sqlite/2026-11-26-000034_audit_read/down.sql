drop table audit_read;

drop table region_version;

alter table record drop column tags;

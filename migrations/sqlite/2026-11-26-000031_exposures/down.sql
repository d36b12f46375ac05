drop index record_assignment;
drop index record_exposure;

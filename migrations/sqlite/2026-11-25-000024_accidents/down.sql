drop index record_accident;

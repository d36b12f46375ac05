//! Who has to act next, from the report to the end.
use super::*;
use crate::domain::Layer;

fn next(desk: &Desk) -> Option<NextToAct> {
    desk.record::<Hazard>().next_to_act()
}
fn layer(court: Court) -> Option<NextToAct> {
    Some(NextToAct::Layer(court))
}

#[test]
fn the_territory_registers_the_department_orders_the_enterprise_rectifies_the_issuer_accepts() {
    assert_eq!(next(&reported(blocked_exit())), layer(Court::Territorial));
    let graded = registered(as_general());
    let leads = graded.record::<Hazard>().lead_department.is_some();
    assert_eq!(next(&graded), layer(if leads { Court::Department } else { Court::Territorial }));
    assert_eq!(next(&ordered(as_general())), layer(Court::Enterprise));
    let done = rectified(as_general());
    let by = done.record::<Hazard>().order.unwrap().mark.by.layer;
    let issuer = if by == Layer::Department { Court::Department } else { Court::Territorial };
    assert_eq!(next(&done), layer(issuer));
    assert_eq!(next(&closed()), None);
}

#[test]
fn who_is_asked_for_more_time_or_is_handed_the_hazard_acts_next() {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    assert_eq!(next(&desk), layer(Court::Territorial), "the officer who ordered decides");
    desk.does(&officer(), "transfer", handed_to(FIRE_DEPARTMENT)).unwrap();
    assert_eq!(next(&desk), Some(NextToAct::Body(id(FIRE_DEPARTMENT))));
}

#[test]
fn what_an_enterprise_found_itself_it_orders_itself() {
    assert_eq!(next(&internal()), layer(Court::Enterprise));
}

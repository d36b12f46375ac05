//! More than the server can do: answers slow down, and those it gives stay as many.
use super::load::{Connection, post};
use super::push::{COUNTY, batch};
use super::report::{line, rate};
use super::support::{TestApp, people};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Devices push one act and pull, again and again, without a pause: also when they are sent away.
fn drive(app: &TestApp, devices: &[people::Phone], unit: &str, time: Duration) -> (f64, f64) {
    let (done, refused, is_over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for device in devices {
            let (done, refused, is_over) = (&done, &refused, &is_over);
            scope.spawn(move || {
                let mut connection = Connection::open(app.address());
                let mut number = 1;
                while !is_over.load(Ordering::Relaxed) {
                    let push = batch(device, number, 1, unit).to_string();
                    let pull = json!({ "device_id": device.device_id, "schema": 1, "limit": 10 }).to_string();
                    for (path, body) in [("/v1/sync/push", push), ("/v1/sync/pull", pull)] {
                        let answered = connection.send(&post(path, &device.token, "", body.as_bytes()));
                        match answered.status {
                            200 => done.fetch_add(1, Ordering::Relaxed),
                            429 | 503 => refused.fetch_add(1, Ordering::Relaxed),
                            other => panic!("{other}: {}", String::from_utf8_lossy(&answered.body)),
                        };
                        number += usize::from(answered.status == 200 && path.ends_with("push"));
                    }
                }
            });
        }
        std::thread::sleep(time);
        is_over.store(true, Ordering::Relaxed);
    });
    let took = began.elapsed();
    (rate(done.into_inner(), took), rate(refused.into_inner(), took))
}

pub fn measure(app: &TestApp) {
    let unit = app.units_of(COUNTY).remove(0);
    let mut peak: (f64, usize) = (0.0, 0);
    for many in [4, 16, 64, 128] {
        let devices: Vec<_> = (0..many).map(|_| app.officer_of(COUNTY)).collect();
        let (goodput, refused) = drive(app, &devices, &unit, Duration::from_secs(4));
        line(&format!("{many} devices without a pause"), goodput, "answers/s", &[]);
        println!("{refused:>55.0} refused/s");
        if goodput > peak.0 {
            peak = (goodput, many);
        }
    }
    let many = peak.1 * 5;
    let devices: Vec<_> = (0..many).map(|_| app.officer_of(COUNTY)).collect();
    let (goodput, refused) = drive(app, &devices, &unit, Duration::from_secs(8));
    line(&format!("{many} devices: five times the peak's"), goodput, "answers/s", &[("the peak", peak.0)]);
    println!("{refused:>55.0} refused/s");
}

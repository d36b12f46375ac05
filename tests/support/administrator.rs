//! The platform's first administrator, who makes everybody else.
use super::TestApp;
use hazard_ledger::domain::{DeviceId, RegionId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Line;
use hazard_ledger::services::accounts;
use serde_json::json;

const PASSWORD: &str = "lantern orbit 47 gravel";

impl TestApp {
    /// The first administrator, over the prefecture of the tests, signed in.
    pub fn administrator(&self) -> Line {
        self.administrator_of("admin", 360700000000)
    }

    pub fn administrator_of(&self, login: &str, region: i64) -> Line {
        let new: (_, _) = (login.to_owned().try_into().unwrap(), "管理员".to_owned().try_into().unwrap());
        let first =
            move |conn: &mut _| accounts::first_administrator(conn, new.0, new.1, RegionId(region), clock::now());
        let invitation = serde_json::to_value(self.store.write_now(first).unwrap()).unwrap();
        let redeem = json!({ "token": invitation["token"], "new_password": PASSWORD });
        self.post("/v1/auth/redeem", "", &redeem).expect(204);
        self.sign_in(login)
    }

    /// The same administrator with a new token: they live for minutes.
    pub fn administrator_again(&self) -> Line {
        self.sign_in("admin")
    }

    fn sign_in(&self, login: &str) -> Line {
        let device = json!({ "id": DeviceId::new(), "name": "办公电脑", "platform": "test" });
        let body = json!({ "login": login, "password": PASSWORD, "device": device });
        let tokens = self.post("/v1/auth/sign-in", "", &body).expect(200).json;
        Line::new(format!("http://{}", self.address()), tokens["access_token"].as_str().unwrap())
    }
}

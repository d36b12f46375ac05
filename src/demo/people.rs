//! The people of the sample: one for every layer of responsibility, each with a phone.
use super::{Account, DemoError, PREFECTURE, sign_in};
use crate::domain::{OrganisationId, RecordId, RegionCode};
use crate::phone::{Line, Phone};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A person of the sample, signed in.
pub struct Member {
    pub id: String,
    pub organisation: OrganisationId,
    pub duty: String,
    pub phone: Phone,
}

/// Who is who, by login.
pub struct Cast {
    pub admin: Line,
    pub members: BTreeMap<&'static str, Member>,
    /// The township-level units of the prefecture.
    pub units: Vec<RegionCode>,
    /// The first unit of 章贡区, where the two phones work, and its neighbour.
    pub home: RegionCode,
    pub neighbour: RegionCode,
    /// The enterprise that the safety officer answers for.
    pub enterprise: RecordId,
    accounts: Vec<Account>,
}

const COUNTY: &str = "360702000000";

/// (login, name, what, organisation's kind, organisation, region, role)
type Post = (&'static str, &'static str, &'static str, &'static str, &'static str, Where, &'static str);

#[derive(Clone, Copy)]
enum Where {
    City,
    County,
    Home,
}

const POSTS: &[Post] = &[
    ("city", "李主任", "city safety committee 市安委办", "territorial", "赣州市安委会办公室", Where::City, "manager"),
    (
        "works",
        "钟处长",
        "city works bureau, rectifies what nobody owns 市城管",
        "territorial",
        "赣州市城市管理局",
        Where::City,
        "manager",
    ),
    ("county", "刘局长", "county, territorial 章贡区", "territorial", "章贡区人民政府", Where::County, "manager"),
    ("township", "张工", "township inspector 乡镇检查员", "territorial", "街道办事处", Where::Home, "inspector"),
    ("fire", "陈队长", "fire department 消防", "department", "章贡区消防救援大队", Where::County, "inspector"),
    (
        "enterprise",
        "王安全",
        "enterprise safety officer 企业安全员",
        "enterprise",
        "赣南纺织厂",
        Where::Home,
        "safety_officer",
    ),
    ("leader", "曾副区长", "hang-point leader 挂点领导", "territorial", "章贡区领导", Where::County, "leader"),
    ("auditor", "审计员", "auditor 审计", "territorial", "赣州市审计局", Where::City, "auditor"),
];

impl Cast {
    /// The first administrator sets a password, makes organisations, people and duties; they sign in.
    pub fn assemble(url: &str, welcome: &str) -> Result<Self, DemoError> {
        let password = new_password();
        Line::new(url, "").post("/v1/auth/redeem", &json!({ "token": welcome, "new_password": password }))?;
        let device = json!({ "name": "控制台 console", "platform": "demo" });
        let (admin, _) = sign_in(url, "admin", &password, &device)?;
        let units = units(&admin)?;
        let mut home = units.iter().filter(|code| code.as_str().starts_with("360702")).cloned();
        let unit = |code: Option<RegionCode>| code.ok_or_else(|| DemoError::Unexpected("units in 章贡区".into()));
        let (home, neighbour) = (unit(home.next())?, unit(home.next())?);
        let accounts = vec![Account { login: "admin".into(), password, what: "administrator 平台管理员".into() }];
        let enterprise = RecordId::new();
        let mut cast = Self { admin, members: BTreeMap::new(), units, home, neighbour, enterprise, accounts };
        POSTS.iter().try_for_each(|post| cast.add(url, post))?;
        Ok(cast)
    }

    pub fn accounts(self) -> Vec<Account> {
        self.accounts
    }

    fn add(&mut self, url: &str, post: &Post) -> Result<(), DemoError> {
        let (login, name, what, kind, body, place, role) = *post;
        let region = match place {
            Where::City => PREFECTURE,
            Where::County => COUNTY,
            Where::Home => self.home.as_str(),
        }
        .to_owned();
        let organisation = self.organisation(kind, body, &region)?;
        let (id, password) = self.person(url, login, name, &region)?;
        let duty = self.give(&id, organisation, role, &region)?;
        let device = json!({ "name": format!("{name}的手机"), "platform": "demo" });
        let (line, tokens) = sign_in(url, login, &password, &device)?;
        let device = parsed(&tokens["device"])?;
        self.accounts.push(Account { login: login.into(), password, what: format!("{name}, {what}") });
        self.members.insert(login, Member { id, organisation, duty, phone: Phone::new(line, device) });
        Ok(())
    }

    fn organisation(&self, kind: &str, name: &str, region: &str) -> Result<OrganisationId, DemoError> {
        let mut new = json!({ "kind": kind, "name": name, "region": region });
        match kind {
            "department" => new["sectors"] = json!(["fire"]),
            // An enterprise's organisation has the id of its record in the ledger.
            "enterprise" => {
                new["id"] = json!(self.enterprise);
                new["uscc"] = json!(crate::domain::uscc::sample("360702", 1));
            }
            _ => {}
        }
        parsed(&self.admin.post("/v1/organisations", &new)?["id"])
    }

    fn person(&self, url: &str, login: &str, name: &str, region: &str) -> Result<(String, String), DemoError> {
        let new = json!({ "login": login, "name": name, "region": region });
        let made = self.admin.post("/v1/persons", &new)?;
        let password = new_password();
        let redeem = json!({ "token": made["invitation"]["token"], "new_password": password });
        Line::new(url, "").post("/v1/auth/redeem", &redeem)?;
        Ok((made["person"]["id"].as_str().unwrap_or_default().to_owned(), password))
    }

    /// Gives a person a duty, and returns its id.
    pub fn give(
        &self,
        person: &str,
        organisation: OrganisationId,
        role: &str,
        region: &str,
    ) -> Result<String, DemoError> {
        let mut duty = json!({ "organisation": organisation, "role": role, "region": region });
        if role == "auditor" {
            duty["to_on"] = json!("2099-12-31");
        }
        let made = self.admin.post(&format!("/v1/persons/{person}/duties"), &duty)?;
        Ok(made["id"].as_str().unwrap_or_default().to_owned())
    }

    pub fn member(&mut self, login: &str) -> Result<&mut Member, DemoError> {
        self.members.get_mut(login).ok_or_else(|| DemoError::Unexpected(format!("a person called {login}")))
    }
}

/// Made for this run alone; nothing in the program has a password.
fn new_password() -> String {
    let random = Uuid::new_v4().simple().to_string();
    format!("{}-{}-{}", &random[..5], &random[5..10], &random[10..15])
}

fn units(admin: &Line) -> Result<Vec<RegionCode>, DemoError> {
    let counties = children(admin, PREFECTURE)?;
    let mut units = Vec::new();
    for county in counties {
        units.extend(children(admin, county.as_str())?);
    }
    Ok(units)
}

fn children(admin: &Line, parent: &str) -> Result<Vec<RegionCode>, DemoError> {
    let page = admin.get(&format!("/v1/regions?parent={parent}&limit=200"))?;
    let items = page["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|region| parsed(&region["code"])).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(json: &Value) -> Result<T, DemoError> {
    T::deserialize(json).map_err(|error| DemoError::Unexpected(format!("{json} to be known: {error}")))
}

//! The briefing test: a prefecture whose nine months hold exactly the figures of Jiangxi's bulletin 82 of
//! 2020, made through the API's acts; the report returns every one of them, and each of its links does.
//!
//! A tenth of the size in the ordinary tests; `just briefing` makes the whole of it and prints the text.
mod cast;
mod figures;
mod plan;
mod rounds;
mod speed;
mod tally;

use crate::accidents::make;
use crate::support::{TestApp, each_database, people};
use cast::{CITY, Cast};
use figures::{PRINTED, Size, published};
use hazard_ledger::http::clock;
use hazard_ledger::services::measures::recount;
use plan::{HALF_YEAR_OVER, Plan};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tally::Known;

/// Figures of published flags: they are computed, not planned.
const FLAGS: &[&str] = &["red_counties", "red_townships", "red_parks", "red_departments", "red_enterprises", "yellow"];

/// Figures of the programme, which is adopted before the first wave and claims no earlier day.
const PROGRAM: &[&str] = &["plans_topic", "plans_special", "work_systems"];

type Figures = BTreeMap<String, i64>;

#[test]
fn the_report_returns_every_figure_of_the_briefing() {
    each_database(|app| {
        let size = Size::wanted();
        let cast = Cast::gather(app, size);
        let plan = Plan::of(&cast);
        let told = Reader::of(app, &cast);
        let mut phones: Vec<_> = cast.members.iter().map(|member| member.phone.clone()).collect();
        plan.push(app, &mut phones, false);
        let first = told.settled();
        assert_eq!(whole(&first), planned(&plan, Known::Arrived, size, PROGRAM));
        plan.push(app, &mut phones, true);
        rounds::hold(app, &cast, &plan);

        let report = told.report("");
        let expected = planned(&plan, Known::Everything, size, &[PROGRAM, FLAGS].concat());
        assert_eq!(whole(&report), expected);
        for (code, number) in published(size) {
            assert_eq!(expected.get(code).copied().unwrap_or(0), number, "{code}, as it was published");
        }
        told.follow(&report);
        told.join(&report);
        changes(&report, size);

        let then = told.report(&format!("&as_of={}", first["as_of"].as_str().unwrap()));
        assert_eq!(whole(&then), whole(&first), "as it was told then");
        told.follow(&then);
        let half = told.report(&format!("&as_of={HALF_YEAR_OVER}&as_of_clock=claimed"));
        assert_eq!(whole(&half), planned(&plan, Known::DoneBy(HALF_YEAR_OVER.parse().unwrap()), size, &[]));
        told.follow(&half);

        agree(app);
        told.print(&report, size);
        if size == Size::Full {
            let record = format!("/v1/records/{}", told.campaign);
            speed::measure(app, &cast::again(app, &told.who), &told.about, &record);
        }
    });
}

/// The figures that are whole numbers, without those that are nothing.
fn whole(report: &Value) -> Figures {
    let numbers = figures_of(report).filter(|figure| figure["unit"] != "%");
    let numbers =
        numbers.map(|figure| (figure["code"].as_str().unwrap().to_owned(), figure["value"].as_i64().unwrap()));
    numbers.filter(|(_, value)| *value != 0).collect()
}

fn figures_of(report: &Value) -> impl Iterator<Item = &Value> {
    report["sections"].as_array().unwrap().iter().flat_map(|section| section["figures"].as_array().unwrap())
}

/// What the plan says, and of the published figures those that the plan does not make.
fn planned(plan: &Plan, known: Known, size: Size, others: &[&str]) -> Figures {
    let others = published(size).into_iter().filter(|(code, _)| others.contains(code));
    let all = plan.figures(known).into_iter().chain(others);
    all.filter(|(_, value)| *value != 0).map(|(code, value)| (code.to_owned(), value)).collect()
}

/// Down by 50.2 and 51.8 percent, as printed; at a tenth by half, and by nine sixteenths.
fn changes(report: &Value, size: Size) {
    let of = |code: &str| figures_of(report).find(|figure| figure["code"] == code).unwrap()["value"].clone();
    let expected = if size == Size::Full { [-50.2, -51.8] } else { [-50.0, -56.3] };
    assert_eq!([of("accidents_change"), of("deaths_change")], expected.map(|change| json!(change)));
}

/// Who reads the report: an officer of the city.
struct Reader<'a> {
    app: &'a TestApp,
    who: people::Phone,
    campaign: String,
    /// The report of the city with its program and campaign, without a period.
    about: String,
    query: String,
}

impl<'a> Reader<'a> {
    fn of(app: &'a TestApp, cast: &Cast) -> Self {
        let city = cast.city_officer();
        let make = |kind, act, body: Value| {
            make(app, city, CITY, kind, act, &body).expect(201).json["id"].as_str().unwrap().to_owned()
        };
        let program = make("program", "adopt", cast::program(city));
        let campaign = make("campaign", "plan", cast::campaign());
        let about = format!("/v1/reports/briefing?region={CITY}&program={program}&campaign={campaign}");
        let query = format!("{about}&period=2020-01-01..2020-09-30");
        Self { app, who: city.clone(), campaign, about, query }
    }

    fn token(&self) -> String {
        cast::again(self.app, &self.who).token
    }

    fn report(&self, more: &str) -> Value {
        self.app.get(&format!("{}{more}", self.query), &self.token()).expect(200).json
    }

    /// A report after whose moment nothing of the first wave arrives, and before the second.
    fn settled(&self) -> Value {
        let first = self.report("");
        // The next act is received in a later millisecond than the report was made.
        while clock::now().to_string() == first["as_of"].as_str().unwrap() {}
        first
    }

    /// The records behind each figure come to the figure.
    fn follow(&self, report: &Value) {
        let token = self.token();
        for figure in figures_of(report) {
            let links = figure["links"].as_array().unwrap();
            assert_eq!(links.is_empty(), figure["unit"] == "%", "{figure}");
            if !links.is_empty() {
                let count: i64 = links.iter().map(|link| self.counted(link, &token)).sum();
                assert_eq!(json!(count), figure["value"], "{figure}");
            }
        }
    }

    fn counted(&self, link: &Value, token: &str) -> i64 {
        let href = format!("{}&limit=1", link["href"].as_str().unwrap());
        let page = self.app.get(&href, token).expect(200).json;
        let count = page[link["counts"].as_str().unwrap()].as_i64().unwrap();
        if link["less"] == true { -count } else { count }
    }

    /// The campaign's own list of problems is as long as the report says, and every unit has reported.
    fn join(&self, report: &Value) {
        let ask = |what: &str| {
            self.app.get(&format!("/v1/campaigns/{}/{what}", self.campaign), &self.token()).expect(200).json
        };
        let told = |code: &str| &figures_of(report).find(|figure| figure["code"] == code).unwrap()["value"];
        assert_eq!(&ask("problems?limit=1")["count"], told("campaign_hazards"));
        let completeness = ask("completeness");
        assert_eq!((&completeness["is_complete"], &completeness["missing"]), (&json!(true), &json!([])));
        let totals = &completeness["totals"];
        assert_eq!(&totals["problems"], told("campaign_hazards"));
        assert_eq!(&totals["supervised"], told("campaign_supervised"));
    }

    /// The briefing's text with the ledger's numbers, beside what was printed in 2020.
    fn print(&self, report: &Value, size: Size) {
        let page = self.app.get(&format!("{}&format=html", self.query), &self.token()).expect(200);
        let text = plain(&String::from_utf8(page.bytes).unwrap());
        let untold = ["accidents_before", "deaths_before", "red_parks", "city_targets"];
        for code in published(size).into_keys().filter(|code| !untold.contains(code)) {
            let figure = figures_of(report).find(|figure| figure["code"] == code).unwrap();
            assert!(text.contains(figure["text"].as_str().unwrap()), "{code}: {text}");
        }
        assert!(text.contains("“4·5”“5·14”“5·16”等"), "{text}");
        println!("{text}\n\n—— 江西应急管理简报第82期（2020年10月12日）——");
        PRINTED.iter().for_each(|(heading, printed)| println!("{heading}\n{printed}"));
    }
}

/// A page without its markup.
fn plain(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The postings of every ledger are what its entries make.
fn agree(app: &TestApp) {
    let ledgers = app.store.read_now(recount::ledgers).unwrap();
    assert!(ledgers.len() > 300);
    for ledger in ledgers {
        let differences = app.store.read_now(move |conn| recount::check(conn, ledger)).unwrap();
        assert_eq!(differences, []);
    }
}

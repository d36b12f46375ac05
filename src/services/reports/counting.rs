//! A report's terms, asked of what a person sees.
use crate::domain::posting::AsOf;
use crate::domain::report::{self, Aggregate, Asked, Formula, Nature, Period, Reading, Table, Term};
use crate::domain::search::Span;
use crate::domain::{Day, RegionCode};
use crate::services::measures::{Groups, Question, Sheet};
use serde::Serialize;
use utoipa::ToSchema;

/// A table's figures over what was asked for, as questions.
pub struct Terms {
    table: &'static Table,
    asked: Asked,
    /// In the order in which the table counts.
    questions: Vec<(Question, Aggregate)>,
}

impl Terms {
    pub fn of(table: &'static Table, asked: Asked) -> Self {
        let terms = table.figures().flat_map(|figure| figure.terms());
        let questions = terms.map(|(term, span)| (question(&term, asked.over(span)), term.aggregate)).collect();
        Self { table, asked, questions }
    }

    /// The figures over what the sheet shows, and those of what was asked for besides.
    pub fn read_both(&self, other: &Self, sheet: &Sheet) -> (Vec<Reading>, Vec<Reading>) {
        let questions = [&self.questions[..], &other.questions].concat();
        let counts = sheet.counts(&questions);
        let (own, others) = counts.split_at(self.questions.len().min(counts.len()));
        (self.readings(own), other.readings(others))
    }

    /// The figures over each group of the sheet's ledgers.
    pub fn read_by(&self, sheet: &Sheet, groups: &Groups) -> Vec<Vec<Reading>> {
        sheet.counts_by(&self.questions, groups).iter().map(|counts| self.readings(counts)).collect()
    }

    fn readings(&self, counts: &[i64]) -> Vec<Reading> {
        let mut counts = counts.iter().copied();
        report::evaluate(self.table, &self.asked, |_, _| counts.next().unwrap_or_default())
    }
}

/// The days of a term: of a stock all days up to the last one.
pub fn days(term: &Term, period: Period) -> Span<Day> {
    match term.nature {
        Nature::Flow => period.span(),
        Nature::Stock => Span { from: None, ..period.span() },
    }
}

fn question(term: &Term, period: Period) -> Question {
    let question = Question::of(term.measure).on(days(term, period));
    match term.categories {
        [] => question,
        some => question.in_categories(some.iter().copied()),
    }
}

/// Where the records behind a figure are, and which number of that answer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    pub href: String,
    /// `sum`, `count`, `distinct_enterprises` or `distinct_subjects`.
    pub counts: &'static str,
    /// What it counts is taken away from what the first link counts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub less: bool,
}

/// The ways to what the figures of a table count, whichever region is asked about.
pub struct Trails {
    /// Of each figure, in the table's order. Derived figures have none: those that they are made of do.
    figures: Vec<Vec<Trail>>,
}

struct Trail {
    measure: &'static str,
    /// What stands in the link behind the region.
    rest: String,
    counts: &'static str,
    less: bool,
}

impl Trails {
    pub fn of(table: &Table, asked: &Asked, as_of: Option<AsOf>) -> Self {
        let of_figure = |figure: &report::Figure| {
            let is_less = |n: usize| n > 0 && matches!(figure.formula, Formula::Without(..));
            let trail = |(n, (term, span)): (usize, (Term, report::Span))| Trail {
                measure: term.measure,
                rest: rest(&term, asked.over(span), as_of),
                counts: counted(term.aggregate),
                less: is_less(n),
            };
            figure.terms().into_iter().enumerate().map(trail).collect()
        };
        Self { figures: table.figures().map(of_figure).collect() }
    }

    /// The links of each figure over one region.
    pub fn links(&self, region: &RegionCode) -> impl Iterator<Item = Vec<Link>> {
        let link = move |trail: &Trail| {
            let href = ["/v1/measures/", trail.measure, "/records?region=", region.as_str(), &trail.rest].concat();
            Link { href, counts: trail.counts, less: trail.less }
        };
        self.figures.iter().map(move |trails| trails.iter().map(link).collect())
    }
}

fn counted(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Sum => "sum",
        Aggregate::Count => "count",
        Aggregate::DistinctEnterprises => "distinct_enterprises",
        Aggregate::DistinctSubjects => "distinct_subjects",
    }
}

fn rest(term: &Term, period: Period, as_of: Option<AsOf>) -> String {
    let Span { from, to } = days(term, period);
    let day = |name: &str, day: Option<Day>| day.map_or_else(String::new, |day| format!("&{name}={day}"));
    // A comma parts alternatives; what must all be there is joined by dots.
    let categories: Vec<_> = term.categories.iter().map(|one| one.replace(',', ".")).collect();
    let category = if categories.is_empty() { String::new() } else { format!("&category={}", categories.join(",")) };
    let then =
        as_of.map_or_else(String::new, |AsOf { clock, at }| format!("&as_of={at}&as_of_clock={}", clock.as_str()));
    format!("{}{}{category}{then}", day("from", from), day("to", to))
}

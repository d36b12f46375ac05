//! A report's terms, asked of what a person sees.
use crate::domain::Day;
use crate::domain::posting::AsOf;
use crate::domain::report::{self, Aggregate, Asked, Figure, Formula, Nature, Period, Reading, Table, Term};
use crate::domain::search::Span;
use crate::services::measures::{Distinct, Question, Sheet};
use serde::Serialize;
use utoipa::ToSchema;

/// The table's figures over what the sheet shows.
pub fn read(table: &Table, asked: &Asked, sheet: &Sheet) -> Vec<Reading> {
    let terms = table.figures().flat_map(|figure| figure.terms());
    let questions: Vec<_> =
        terms.map(|(term, span)| (question(&term, asked.over(span)), distinct(term.aggregate))).collect();
    sheet.prepare(&questions);
    report::evaluate(table, asked, |term, period| count(sheet, term, period))
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

/// What is counted once; none of what is summed.
fn distinct(aggregate: Aggregate) -> Option<Distinct> {
    match aggregate {
        Aggregate::Sum | Aggregate::Count => None,
        Aggregate::DistinctEnterprises => Some(Distinct::Enterprises),
        Aggregate::DistinctSubjects => Some(Distinct::Subjects),
    }
}

fn count(sheet: &Sheet, term: &Term, period: Period) -> i64 {
    let question = question(term, period);
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match (term.aggregate, distinct(term.aggregate)) {
        (_, Some(of)) => whole(sheet.distinct(&question, of)),
        (Aggregate::Count, None) => whole(sheet.total(&question).count),
        (_, None) => sheet.total(&question).sum,
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

/// The way to what a figure counts. Derived figures have none: those that they are made of do.
pub fn links(figure: &Figure, asked: &Asked, region: &str, as_of: Option<AsOf>) -> Vec<Link> {
    let is_less = |n: usize| n > 0 && matches!(figure.formula, Formula::Without(..));
    let link = |(n, (term, span)): (usize, (Term, report::Span))| Link {
        href: href(&term, asked.over(span), region, as_of),
        counts: counted(term.aggregate),
        less: is_less(n),
    };
    figure.terms().into_iter().enumerate().map(link).collect()
}

fn counted(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Sum => "sum",
        Aggregate::Count => "count",
        Aggregate::DistinctEnterprises => "distinct_enterprises",
        Aggregate::DistinctSubjects => "distinct_subjects",
    }
}

fn href(term: &Term, period: Period, region: &str, as_of: Option<AsOf>) -> String {
    let Span { from, to } = days(term, period);
    let day = |name: &str, day: Option<Day>| day.map_or_else(String::new, |day| format!("&{name}={day}"));
    // A comma parts alternatives; what must all be there is joined by dots.
    let categories: Vec<_> = term.categories.iter().map(|one| one.replace(',', ".")).collect();
    let category = if categories.is_empty() { String::new() } else { format!("&category={}", categories.join(",")) };
    let then =
        as_of.map_or_else(String::new, |AsOf { clock, at }| format!("&as_of={at}&as_of_clock={}", clock.as_str()));
    let (from, to) = (day("from", from), day("to", to));
    format!("/v1/measures/{}/records?region={region}{from}{to}{category}{then}", term.measure)
}

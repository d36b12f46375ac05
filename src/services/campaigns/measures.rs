//! The second list: each class of problems with its number and the measures against it.
use super::field::{self, Field, Wanted, several};
use super::seen;
use crate::domain::kind::campaign::{CampaignMeasure, MeasureState};
use crate::domain::scope::Subject;
use crate::domain::search::{Filter, Several};
use crate::domain::{Category, Day, RecordId};
use crate::services::Outcome;
use crate::services::index::Index;
use crate::store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

/// A measure, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedMeasure {
    #[serde(flatten)]
    pub measure: CampaignMeasure,
    pub state: MeasureState,
    /// Calendar days since it was due, of one that is overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
}

/// A class of problems: how many there are, and what is done against them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemClass {
    pub category: Category,
    /// Hazards of the campaign that are of it, as far as the person sees them; one of several classes
    /// counts in each.
    pub problems: usize,
    pub rectified: usize,
    pub measures: Vec<ListedMeasure>,
}

/// The list of measures, linked to the list of problems by its classes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignMeasures {
    pub campaign: RecordId,
    /// The day that it was computed for.
    pub on: Day,
    pub classes: Vec<ProblemClass>,
}

pub fn measures(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    id: RecordId,
    states: Option<&Several<MeasureState>>,
    on: Day,
) -> Outcome<CampaignMeasures> {
    let campaign = seen(conn, subject, id)?;
    let field = field::of(conn, subject, &campaign)?;
    let numbers = numbers(conn, index, &field, &Wanted::problems(id, &campaign.state))?;
    let class = |(category, (problems, rectified))| {
        let own = campaign.state.measures.iter().filter(|measure| measure.category == category);
        let listed = own.map(|measure| listed(measure, on));
        let measures: Vec<_> = listed.filter(|one| states.is_none_or(|states| states.has(&one.state))).collect();
        let is_concerned = problems > 0 || !measures.is_empty() || campaign.state.categories.contains(&category);
        is_concerned.then_some(ProblemClass { category, problems, rectified, measures })
    };
    let classes = Category::ALL.iter().copied().zip(numbers).filter_map(class).collect();
    Ok(CampaignMeasures { campaign: id, on, classes })
}

/// Of each category: how many problems, and how many of them are closed.
fn numbers(conn: &mut Conn, index: &Index, field: &Field, all: &Wanted) -> Outcome<Vec<(usize, usize)>> {
    let of_class = |category: &Category| {
        let found = all.and(|all| Filter { category: several(&[category.as_str()]), ..all });
        let closed = found.and(|all| Filter { state: several(&["closed"]), ..all });
        [found, closed]
    };
    let wanted: Vec<_> = Category::ALL.iter().flat_map(of_class).collect();
    let mut sums = vec![0; wanted.len()];
    for numbers in field.count(conn, index, &wanted)?.into_values() {
        sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }
    let (pairs, _) = sums.as_chunks::<2>();
    Ok(pairs.iter().map(|[found, closed]| (*found, *closed)).collect())
}

fn listed(measure: &CampaignMeasure, on: Day) -> ListedMeasure {
    let state = measure.state(on);
    let days_overdue = (state == MeasureState::Overdue).then(|| measure.due_on.days_until(on));
    ListedMeasure { measure: measure.clone(), state, days_overdue }
}

//! Where a campaign is fought: the units below its region, which of them take part, and what belongs to it there.
use super::Seen;
use crate::domain::kind::Campaign;
use crate::domain::scope::Subject;
use crate::domain::search::{Belonging, Filter, Several, Span, Token};
use crate::domain::{Lines, RecordId, Region, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::{Index, Ledger};
use crate::services::sight::{Sight, sight};
use crate::store::{Conn, coverage, region};
use std::collections::{BTreeMap, BTreeSet};

pub struct Field {
    pub units: Vec<Region>,
    /// The ledgers that hold anything, as far as the person sees them.
    pub sight: Sight,
    taking_part: BTreeSet<RegionId>,
    /// Codes that name nothing below the campaign's region.
    pub unknown: Vec<RegionCode>,
}

pub fn of(conn: &mut Conn, subject: &Subject, campaign: &Seen) -> Outcome<Field> {
    let (root, state) = (campaign.row.ledger, &campaign.state);
    let below = region::subtree(conn, root)?;
    let known: BTreeSet<_> = below.iter().map(|region| region.id).collect();
    let named: BTreeMap<_, _> = coverage::named(conn, &state.regions)?.into_iter().collect();
    let is_below = |code: &RegionCode| named.get(code).filter(|id| known.contains(id)).copied();
    let roots: BTreeSet<_> = match state.regions.is_empty() {
        true => BTreeSet::from([root]),
        false => state.regions.iter().filter_map(is_below).collect(),
    };
    let unknown = state.regions.iter().filter(|code| is_below(code).is_none()).cloned().collect();
    let taking_part = units_below(&below, &roots);
    let sight = sight(conn, subject, Some(root))?;
    let units = below.into_iter().filter(|region| region.level.is_unit()).collect();
    Ok(Field { units, sight, taking_part, unknown })
}

/// The units that lie below one of these regions, or are one of them.
fn units_below(all: &[Region], roots: &BTreeSet<RegionId>) -> BTreeSet<RegionId> {
    let lines = Lines::of(all);
    let lies_below = |unit: &&Region| lines.from(unit.id).any(|region| roots.contains(&region));
    all.iter().filter(|region| region.level.is_unit()).filter(lies_below).map(|unit| unit.id).collect()
}

impl Field {
    pub fn takes_part(&self, ledger: RegionId) -> bool {
        self.taking_part.contains(&ledger)
    }

    /// How many records of each of these the person sees in each ledger that holds anything.
    pub fn count(&self, conn: &mut Conn, index: &Index, wanted: &[Wanted]) -> Outcome<BTreeMap<RegionId, Vec<usize>>> {
        let mut counted = BTreeMap::new();
        for (extent, view) in &self.sight {
            let takes_part = self.takes_part(extent.ledger);
            let count = |ledger: &Ledger| wanted.iter().map(|one| ledger.count(view, one.within(takes_part))).collect();
            counted.insert(extent.ledger, index.look(conn, extent, count)?);
        }
        Ok(counted)
    }
}

/// What is asked for in a unit that takes part, and in another one.
pub struct Wanted {
    inside: Filter,
    outside: Filter,
}

impl Wanted {
    /// The hazards that belong to the campaign: `Campaign::claims`, facet by facet.
    pub fn problems(id: RecordId, campaign: &Campaign) -> Self {
        let rule = Filter {
            occurred: Span { from: Some(campaign.from_on), to: Some(campaign.to_on) },
            category: Some(campaign.categories.iter().map(|one| Token::of(one.as_str())).collect::<Vec<_>>().into()),
            sector: (!campaign.sectors.is_empty()).then(|| campaign.sectors.clone().into()),
            ..Filter::default()
        };
        let belonging = |rule| Filter {
            kind: Some(vec![Token::of("hazard")].into()),
            is_voided: Some(false),
            belonging: Some(Belonging { tag: Token::of(id), rule }),
            ..Filter::default()
        };
        Self { inside: belonging(Some(Box::new(rule))), outside: belonging(None) }
    }

    /// Inspections that were made within the window: a unit that looked and found nothing has reported.
    pub fn inspections(campaign: &Campaign) -> Self {
        let made = Filter {
            kind: Some(vec![Token::of("inspection")].into()),
            occurred: Span { from: Some(campaign.from_on), to: Some(campaign.to_on) },
            sector: (!campaign.sectors.is_empty()).then(|| campaign.sectors.clone().into()),
            is_voided: Some(false),
            ..Filter::default()
        };
        Self { inside: made.clone(), outside: made }
    }

    /// Those of them of which this holds, too.
    pub fn and(&self, narrow: impl Fn(Filter) -> Filter) -> Self {
        Self { inside: narrow(self.inside.clone()), outside: narrow(self.outside.clone()) }
    }

    pub fn within(&self, takes_part: bool) -> &Filter {
        if takes_part { &self.inside } else { &self.outside }
    }
}

/// In one of these states, of one of these categories.
pub fn several(codes: &[&str]) -> Option<Several<Token>> {
    Some(codes.iter().map(Token::of).collect::<Vec<_>>().into())
}

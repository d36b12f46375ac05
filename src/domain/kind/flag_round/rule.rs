//! The rule of a flag round, as data, and the computation: the same inputs give the same round.
use super::super::accident::AccidentLevel;
use super::{FlagResult, HalfYear};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Instant, Line, OrganisationId, RecordId, RegionId, Sector};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

spelled! {
    /// What may be given a flag.
    SubjectClass {
        County = "county" ("县（市、区）", "County"),
        Township = "township" ("乡镇（街道）", "Township"),
        Park = "park" ("园区", "Park"),
        Department = "department" ("行业主管部门", "Industry department"),
        Enterprise = "enterprise" ("生产经营单位", "Enterprise"),
    }
}
spelled! {
    /// Red for no accident, yellow for one.
    Flag {
        Red = "red" ("流动红旗", "Red flag"),
        Yellow = "yellow" ("流动黄旗", "Yellow flag"),
    }
}
spelled! {
    /// Who of a class takes part.
    Candidacy {
        /// All there are below the round's region; of enterprises, those with an accident besides the nominated.
        All = "all" ("全部参评", "All of them"),
        /// Those that were nominated, and whoever had an accident that counts.
        Nominated = "nominated" ("推荐参评", "Those nominated"),
    }
}
spelled! {
    /// Why a subject has its flag.
    FlagReason {
        NoAccident = "no_accident" ("考核期内无事故", "No accident in the period"),
        FewAccidents = "few_accidents" ("事故起数未达黄旗标准", "Fewer accidents than the rule's limit"),
        Accidents = "accidents" ("考核期内发生事故", "Accidents in the period"),
    }
}

/// What a rule asks of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    pub class: SubjectClass,
    pub candidacy: Candidacy,
    /// The least level of an accident that counts.
    pub least_level: AccidentLevel,
    /// So many accidents that count make it yellow.
    #[schema(minimum = 1)]
    pub yellow_from: u32,
}

/// A rule, kept with the round that it was computed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagRule {
    pub name: Line,
    #[schema(minimum = 1)]
    pub version: u32,
    /// Classes that are not named take no part.
    #[schema(min_items = 1)]
    pub classes: Vec<ClassRule>,
    /// Accidents of these sectors do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_sectors: Vec<Sector>,
}

impl FlagRule {
    pub fn of(&self, class: SubjectClass) -> Option<&ClassRule> {
        self.classes.iter().find(|rule| rule.class == class)
    }
}

/// The rule of the briefing: red without an accident, yellow with one. Used where a round names none.
pub const STANDARD: &[(SubjectClass, Candidacy)] = &[
    (SubjectClass::County, Candidacy::All),
    (SubjectClass::Township, Candidacy::All),
    (SubjectClass::Park, Candidacy::All),
    (SubjectClass::Department, Candidacy::All),
    (SubjectClass::Enterprise, Candidacy::Nominated),
];

/// A subject by its class and its identity: a region's, or an organisation's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = FlagSubject)]
pub struct SubjectKey {
    pub class: SubjectClass,
    /// Of a region its 12 digits, of an organisation its id.
    pub id: String,
}

/// Who took part, and by what an accident is its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Candidate {
    #[serde(flatten)]
    pub key: SubjectKey,
    pub name: String,
    /// The region that it answers for; none of an enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// Of a department: the sectors that it answers for there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Sector>,
}

/// The township-level units below a region, when the round was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    pub region: RegionId,
    pub units: Vec<RegionId>,
}

/// How long a ledger was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagLedgerHead)]
pub struct LedgerHead {
    pub ledger: RegionId,
    pub seq: i64,
}

/// An accident of the half-year, as its ledger held it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedAccident {
    pub record: RecordId,
    pub rev: i64,
    pub ledger: RegionId,
    pub occurred_on: Day,
    pub level: AccidentLevel,
    pub deaths: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
}

/// All that the computation looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagInputs)]
pub struct Inputs {
    pub as_of: Instant,
    /// Of every ledger that was looked at.
    pub heads: Vec<LedgerHead>,
    pub candidates: Vec<Candidate>,
    pub territories: Vec<Territory>,
    pub accidents: Vec<CountedAccident>,
}

impl Inputs {
    pub fn units_of(&self, region: RegionId) -> BTreeSet<RegionId> {
        let mut own = self.territories.iter().filter(|territory| territory.region == region);
        own.next().map(|territory| territory.units.iter().copied().collect()).unwrap_or_default()
    }

    /// Whether an accident is a candidate's own.
    pub fn concerns(&self, candidate: &Candidate, accident: &CountedAccident) -> bool {
        let units = candidate.region.map(|region| self.units_of(region));
        is_own(candidate, units.as_ref(), accident)
    }
}

fn is_own(candidate: &Candidate, units: Option<&BTreeSet<RegionId>>, accident: &CountedAccident) -> bool {
    let is_here = units.is_some_and(|units| units.contains(&accident.ledger));
    match candidate.key.class {
        SubjectClass::County | SubjectClass::Township | SubjectClass::Park => is_here,
        SubjectClass::Department => is_here && accident.sector.is_some_and(|own| candidate.sectors.contains(&own)),
        SubjectClass::Enterprise => accident.enterprise.is_some_and(|own| own.to_string() == candidate.key.id),
    }
}

impl FlagRule {
    pub fn counts(&self, class: &ClassRule, accident: &CountedAccident) -> bool {
        let is_left_out = accident.sector.is_some_and(|sector| self.without_sectors.contains(&sector));
        accident.level >= class.least_level && !is_left_out
    }

    /// The flag of every candidate whose class takes part, with its reason; by class and identity.
    pub fn compute(&self, half: HalfYear, inputs: &Inputs) -> Vec<FlagResult> {
        let within: Vec<_> = inputs.accidents.iter().filter(|accident| half.contains(accident.occurred_on)).collect();
        let regions: BTreeSet<_> = inputs.candidates.iter().filter_map(|candidate| candidate.region).collect();
        let units: BTreeMap<_, _> = regions.into_iter().map(|region| (region, inputs.units_of(region))).collect();
        let result = |candidate: &Candidate| {
            let class = self.of(candidate.key.class)?;
            let units = candidate.region.and_then(|region| units.get(&region));
            let counted = within.iter().filter(|accident| self.counts(class, accident));
            let mut own: Vec<_> = counted.filter(|accident| is_own(candidate, units, accident)).collect();
            own.sort_by_key(|accident| (accident.occurred_on, accident.record));
            let accidents: Vec<_> = own.iter().map(|accident| accident.record).collect();
            Some(FlagResult::new(candidate, class, accidents))
        };
        let mut results: Vec<_> = inputs.candidates.iter().filter_map(result).collect();
        results.sort_by(|one, other| one.key.cmp(&other.key));
        results
    }
}

//! Programmes: how far their tasks and indicators have come, computed from the ledgers.
mod progress;
mod values;

pub use progress::{
    InForce, IndicatorProgress, IndicatorValue, PlanProgress, ProgramProgress, RegionValues, TaskCounts, TaskProgress,
    ValueOrigin,
};

use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::kind::Program;
use crate::domain::kind::program::Indicator;
use crate::domain::scope::Subject;
use crate::domain::{Below, Day, RecordId, Region, RegionCode, RegionId, Tier};
use crate::services::measures::Sheet;
use crate::services::reports::Held;
use crate::services::sight::sight;
use crate::services::{Outcome, records};
use crate::store::{Conn, StoreError, coverage, territory};
use std::collections::BTreeSet;
use std::sync::Arc;
use values::{Territory, values};

/// How far a programme has come on a day, in its own region or in one below it.
pub fn progress(
    conn: &mut Conn,
    held: Held,
    subject: &Subject,
    id: RecordId,
    within: Option<&RegionCode>,
    on: Day,
) -> Outcome<ProgramProgress> {
    let row = records::seen(conn, subject, id)?;
    if row.kind != "program" {
        return Err(Fault::not_found("no such record, or none that you may see").into());
    }
    let program: Program = typed(&state_of(&row.document)).map_err(|bad| StoreError::Damaged(bad.detail))?;
    let root = root(conn, row.ledger, within)?;
    let ground = Ground(held.territories.below(conn, root)?);
    let covering = coverage::covering(conn, &subject.regions(), &[root])?;
    let sees_all = subject.view(covering.get(&root)).all;
    let indicators: Vec<&Indicator> = program.indicators.iter().filter(|indicator| indicator.stands()).collect();
    let sight = sight(conn, subject, Some(root))?;
    let indicators = ground.indicators(&program, &indicators, &held.measures.sheet(conn, sight)?, on);
    let (counts, plans) = progress::plans(&program, on);
    let (region, in_force) = (ground.0.root().into(), InForce::on(&program, on));
    let (title, state) = (program.title, program.state);
    Ok(ProgramProgress { id, title, state, on, region, sees_all, in_force, counts, plans, indicators })
}

/// The region that is asked for: the programme's own, or one below it.
fn root(conn: &mut Conn, own: RegionId, within: Option<&RegionCode>) -> Outcome<RegionId> {
    let Some(code) = within else { return Ok(own) };
    let unknown = || Fault::new(FaultCode::BadRequest, "no region within that of the programme").at("region");
    let (_, named) = coverage::named(conn, std::slice::from_ref(code))?.pop().ok_or_else(unknown)?;
    match territory::is_within(conn, own, named)? {
        true => Ok(named),
        false => Err(unknown().into()),
    }
}

/// The region that is asked for, and all below it, those that were merged away included: what happened
/// in them happened there.
struct Ground(Arc<Below>);

impl Ground {
    /// The whole first, then the regions of a tier.
    fn told(&self, tier: Tier) -> impl Iterator<Item = &Region> {
        let root = self.0.root();
        let is_told = move |region: &&Region| region.id != root.id && region.level.tier() == tier;
        std::iter::once(root).chain(self.0.regions().iter().filter(is_told).filter(|region| region.is_open()))
    }

    /// In which of the regions of these tiers each ledger lies; in the whole in any case.
    fn territory(&self, tiers: &BTreeSet<Tier>) -> Territory {
        let told: BTreeSet<_> = tiers.iter().flat_map(|tier| self.told(*tier)).map(|region| region.id).collect();
        let lines = self.0.lines();
        let above = |region: &Region| (region.id, lines.from(region.id).filter(|one| told.contains(one)).collect());
        Territory { above: self.0.regions().iter().map(above).collect() }
    }

    fn indicators(
        &self,
        program: &Program,
        indicators: &[&Indicator],
        sheet: &Sheet,
        on: Day,
    ) -> Vec<IndicatorProgress> {
        let territory = self.territory(&indicators.iter().map(|indicator| indicator.tier).collect());
        let told = indicators.iter().map(|indicator| {
            let span = indicator.formula.as_ref().map(|formula| formula.period.up_to(on, program.from_on));
            let counted = indicator.formula.as_ref().zip(span);
            let computed = counted.map(|(formula, span)| values(sheet, formula, &territory, span));
            let regions = self.told(indicator.tier).map(|region| {
                let ratio = computed.as_ref().and_then(|values| values.get(&region.id)).copied();
                progress::in_region(program, indicator, region, ratio, on)
            });
            let says = |told: &RegionValues| {
                told.region.id == self.0.root().id || told.target.is_some() || !told.values.is_empty()
            };
            IndicatorProgress { indicator: (*indicator).clone(), span, regions: regions.filter(says).collect() }
        });
        told.collect()
    }
}

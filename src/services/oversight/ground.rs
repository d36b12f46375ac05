//! The ground of a report: a region, what the person sees of its subtree, and a period.
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::report::Period;
use crate::domain::scope::Subject;
use crate::domain::search::{Filter, Several, Token};
use crate::domain::{RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::{Glance, Index};
use crate::services::sight::{Sight, sight};
use crate::store::{Conn, coverage};
use std::str::FromStr;

/// What the person sees of a region's subtree.
pub struct Ground<'a> {
    pub region: RegionId,
    pub subject: &'a Subject,
    pub index: &'a Index,
    pub sight: Sight,
}

impl<'a> Ground<'a> {
    pub fn of(conn: &mut Conn, index: &'a Index, subject: &'a Subject, code: &RegionCode) -> Outcome<Self> {
        let found = coverage::named(conn, std::slice::from_ref(code))?.pop();
        let unknown = || Fault::new(FaultCode::BadRequest, "no region has or had this code").at("region");
        let (_, region) = found.ok_or_else(unknown)?;
        Ok(Self { region, subject, index, sight: sight(conn, subject, Some(region))? })
    }

    /// Shows every record in sight that the filter lets through, with its ledger.
    pub fn each(&self, conn: &mut Conn, filter: &Filter, mut see: impl FnMut(RegionId, Glance)) -> Outcome<()> {
        for (extent, view) in &self.sight {
            let see = |glance: Glance| see(extent.ledger, glance);
            self.index.look(conn, extent, |ledger| ledger.glance(view, filter, see))?;
        }
        Ok(())
    }
}

/// Records of one kind; where states are named, in any of them.
pub fn of_kind(kind: &str, states: Option<&str>) -> Filter {
    let several = |text: &str| Several::<Token>::from_str(text).ok();
    Filter { kind: several(kind), state: states.and_then(several), ..Filter::default() }
}

/// Enterprises on the register.
pub fn listed() -> Filter {
    of_kind("enterprise", Some("listed"))
}

/// Visits that were made in a period.
pub fn visited(period: Period) -> Filter {
    Filter { occurred: period.span(), ..of_kind("inspection", Some("done,documented")) }
}

//! Oversight: what is covered and what is blind, and in whose court what is late lies. All of it within
//! what the person sees.
mod blind_spots;
mod blind_zones;
mod courts;
mod coverage;
mod ground;
mod past;
mod silence;

pub use blind_spots::{BlindSpot, Zone};
pub use blind_zones::{AskedZones, BlindZone, BlindZones, blind_zones};
pub use courts::{AskedOverdue, CourtTally, LateBucket, OverdueReport, UnitCourts, overdue};
pub use coverage::{AskedCoverage, CoverageReport, CoverageRow, coverage};
pub(super) use ground::{Ground, of_kind};
pub use silence::SilenceZone;

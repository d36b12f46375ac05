//! Regions in memory: what lies below those that were asked about. A copy that a request trusts only
//! while its own snapshot says that no region has changed since.
use super::Outcome;
use crate::domain::{Below, RegionId};
use crate::store::{Conn, StoreError, region};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// So many regions are held, those of the whole country among them.
const REGIONS: u64 = 200_000;
/// Roughly for how many roots. So few that the cache keeps all its room together.
const ROOTS: usize = 32;

/// A subtree as of a version of all regions.
#[derive(Debug, Clone)]
struct Copied {
    version: i64,
    below: Arc<Below>,
}

#[derive(Debug, Clone)]
struct Size;

impl Weighter<RegionId, Copied> for Size {
    fn weight(&self, _: &RegionId, copied: &Copied) -> u64 {
        copied.below.regions().len() as u64
    }
}

/// What one process holds.
#[derive(Debug)]
pub struct Territories(Cache<RegionId, Copied, Size>);

impl Default for Territories {
    fn default() -> Self {
        Self(Cache::with_weighter(ROOTS, REGIONS, Size))
    }
}

impl Territories {
    /// A region with all that lies below it, as the snapshot has them.
    pub fn below(&self, conn: &mut Conn, root: RegionId) -> Outcome<Arc<Below>> {
        let version = region::version(conn)?;
        if let Some(known) = self.0.get(&root).filter(|known| known.version == version) {
            return Ok(known.below);
        }
        let below = Below::of(root, region::subtree(conn, root)?);
        let below = below.ok_or_else(|| StoreError::Damaged("a region does not lie within itself".to_owned()))?;
        let below = Arc::new(below);
        self.0.insert(root, Copied { version, below: below.clone() });
        Ok(below)
    }
}

//! A region with all that lies below it.
use super::{Lines, Region, RegionId};

/// Regions that have ended are among them: what happened there happened here.
#[derive(Debug)]
pub struct Below {
    root: Region,
    regions: Vec<Region>,
    lines: Lines,
}

impl Below {
    /// Of a region's subtree, itself included; `None` where it is not.
    pub fn of(root: RegionId, subtree: Vec<Region>) -> Option<Self> {
        let lines = Lines::of(&subtree);
        let root = subtree.iter().find(|region| region.id == root)?.clone();
        Some(Self { root, regions: subtree, lines })
    }
    pub fn root(&self) -> &Region {
        &self.root
    }
    /// The region itself and all below it.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }
    pub fn lines(&self) -> &Lines {
        &self.lines
    }
    /// The open regions right below.
    pub fn children(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| region.parent == Some(self.root.id) && region.is_open())
    }
    /// In which region right below another one lies: in itself, if it lies there.
    pub fn child_over(&self, id: RegionId) -> Option<RegionId> {
        self.lines.from(id).find(|one| self.lines.above(*one) == Some(self.root.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RegionLevel;

    fn region(id: i64, level: RegionLevel, parent: i64, valid_to: Option<&str>) -> Region {
        Region {
            id: RegionId(id),
            code: format!("{id:012}").parse().unwrap(),
            name: id.to_string(),
            level,
            parent: Some(RegionId(parent)),
            is_local: false,
            valid_from: None,
            valid_to: valid_to.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn what_lies_below_is_told_by_what_lies_right_below() {
        let subtree = vec![
            region(10, RegionLevel::Prefecture, 1, None),
            region(11, RegionLevel::County, 10, None),
            region(12, RegionLevel::County, 10, Some("2026-01-31")),
            region(111, RegionLevel::Town, 11, None),
        ];
        assert!(Below::of(RegionId(9), subtree.clone()).is_none());
        let below = Below::of(RegionId(10), subtree).unwrap();
        assert_eq!(below.root().id, RegionId(10));
        assert_eq!(below.regions().len(), 4);
        assert_eq!(below.children().map(|child| child.id).collect::<Vec<_>>(), [RegionId(11)], "the other has ended");
        let over = [10, 11, 12, 111, 9].map(|id| below.child_over(RegionId(id)).map(|id| id.0));
        assert_eq!(over, [None, Some(11), Some(12), Some(11), None]);
    }
}

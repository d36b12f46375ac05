//! The frontier of an RFC 6962 Merkle tree: all that an append needs of the leaves before it.
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// The roots of the complete subtrees to the left of the next leaf, largest first.
/// Their number is the count of ones in the size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

/// `SHA-256(0x00 ‖ entry bytes)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new_with_prefix([0]).chain_update(entry).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1]).chain_update(left).chain_update(right).finalize().into()
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a frontier of {bytes} bytes does not fit a tree of {size} leaves")]
pub struct BadFrontier {
    size: u64,
    bytes: usize,
}

impl Frontier {
    /// Reads a frontier back from a ledger's head row, whose `head` is the tree's size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Result<Self, BadFrontier> {
        if bytes.len() != size.count_ones() as usize * 32 {
            return Err(BadFrontier { size, bytes: bytes.len() });
        }
        let roots = bytes.as_chunks::<32>().0.to_vec();
        Ok(Self { size, roots })
    }
    pub fn to_bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf; every trailing one of the size is a pair of subtrees that is now complete.
    pub fn append(&mut self, leaf: Hash) {
        let mut joined = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                joined = node_hash(&left, &joined);
            }
        }
        self.roots.push(joined);
        self.size += 1;
    }

    /// The tree's root; of the empty tree, the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.roots.iter().rev();
        let Some(smallest) = subtrees.next() else {
            return Sha256::digest([]).into();
        };
        subtrees.fold(*smallest, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, prelude::BASE64_STANDARD};

    fn tree_of(leaves: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Frontier {
        let mut frontier = Frontier::default();
        leaves.into_iter().for_each(|leaf| frontier.append(leaf_hash(leaf.as_ref())));
        frontier
    }

    #[test]
    fn the_golden_vector() {
        let tree = tree_of((0..7).map(|n| format!("entry{n}")));
        let root = BASE64_STANDARD.encode(tree.root());
        assert_eq!(root, "V4qQXoxA5j1gHu8Ut0x+IipcYSEF0SMak+jxPailDbY=");
    }

    #[test]
    fn every_size_has_the_root_that_the_reference_has() {
        let mut reference = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, String>::new();
        let mut frontier = Frontier::default();
        for n in 0..130 {
            assert_eq!(frontier.root().as_slice(), reference.root().as_bytes().as_slice(), "size {n}");
            let kept = Frontier::from_bytes(n, &frontier.to_bytes()).unwrap();
            assert_eq!(kept, frontier);
            let entry = format!("entry {n}");
            frontier.append(leaf_hash(entry.as_bytes()));
            reference.push(entry);
        }
    }

    #[test]
    fn a_frontier_of_the_wrong_length_is_refused() {
        assert!(Frontier::from_bytes(3, &[0; 32]).is_err());
        assert!(Frontier::from_bytes(0, &[]).is_ok());
    }
}

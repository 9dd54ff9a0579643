//! What capabilities of higher tiers hand in for those below them to call, found by its type: who calls knows nothing of who
//! is called. Whoever asks carries it, so that two servers in one process do not hear each other.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// One thing that was handed in.
pub type Follower = Box<dyn Any + Send + Sync>;

/// Everything that was handed in when the parts were put together. Cheap to clone.
#[derive(Clone, Default)]
pub struct Followers(Arc<[Follower]>);

impl Followers {
    /// All of these.
    pub fn new(all: Vec<Follower>) -> Self {
        Self(all.into())
    }

    /// Those of one type, in the order in which they were handed in.
    pub fn of<F: Copy + 'static>(&self) -> Vec<F> {
        self.0.iter().filter_map(|follower| follower.downcast_ref::<F>().copied()).collect()
    }
}

impl fmt::Debug for Followers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} followers", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_one_type_are_found_and_only_where_they_were_handed_in() {
        let one = Followers::new(vec![Box::new(1_u8), Box::new("two"), Box::new(3_u8)]);
        assert_eq!(one.of::<u8>(), [1, 3]);
        assert_eq!(one.clone().of::<&'static str>(), ["two"]);
        assert!(Followers::default().of::<u8>().is_empty());
    }
}

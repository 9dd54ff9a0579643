//! Chance that is the same every time.

pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below a limit; nought where there is none below it.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

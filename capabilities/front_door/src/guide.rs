//! A guide: one question on a page, some of them asked only after certain answers. Which questions there are, and what answers
//! them, is for each guide to say.

/// What has been answered in a guide.
pub(crate) trait Guide {
    /// Its questions.
    type Step: Copy + PartialEq + 'static;

    /// Every question, in order.
    const STEPS: &'static [Self::Step];

    /// Whether a question is asked at all, after what has been answered.
    fn asks(&self, step: Self::Step) -> bool;

    /// Whether a question has its answer.
    fn has(&self, step: Self::Step) -> bool;

    /// The questions that are asked, in order.
    fn asked(&self) -> impl Iterator<Item = Self::Step> {
        Self::STEPS.iter().copied().filter(|step| self.asks(*step))
    }

    /// The first question without an answer; none when everything has been asked.
    fn missing(&self) -> Option<Self::Step> {
        self.asked().find(|step| !self.has(*step))
    }

    /// The question before another one.
    fn before(&self, step: Self::Step) -> Option<Self::Step> {
        Self::STEPS.iter().copied().take_while(|other| *other != step).filter(|other| self.asks(*other)).last()
    }

    /// A question's place among those that are asked, and how many they are.
    fn place(&self, step: Self::Step) -> (usize, usize) {
        (self.asked().take_while(|other| *other != step).count() + 1, self.asked().count())
    }

    /// Whether it is time for a question: it is asked at all, and those before it have their answers.
    fn is_time_for(&self, step: Self::Step) -> bool {
        let mut before = Self::STEPS.iter().take_while(|other| **other != step);
        self.asks(step) && self.missing().is_none_or(|missing| !before.any(|other| *other == missing))
    }
}

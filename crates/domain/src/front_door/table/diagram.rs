//! Every possible rating of a draft, folded into a diagram: one layer for each area, one branch for each step, a level
//! at the end. Two ways of rating the first areas that leave the rules in the same position share the rest, so that the
//! 1,953,125 ratings of nine areas become some hundred nodes. Nodes that lead to the same levels are one node, so that
//! "gives the same level, whatever follows" is equality.

use std::collections::{HashMap, HashSet};

use super::{Condition, Draft, Level, Rule};
use crate::front_door::rating::{Complete, Domain, Rating, Ratings, Severity};

/// The levels of every rating, or of every completion of some ratings.
pub(super) struct Diagram {
    axes: Vec<Axis>,
    nodes: Vec<Node>,
    root: usize,
    /// One bit for each rule, by precedence, that decides somewhere.
    fired: u64,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Node {
    /// `None` where no rule fires and there is no default level.
    Level(Option<Level>),
    /// One node for each step of the area of this layer.
    Branch { layer: usize, steps: Vec<usize> },
}

/// One area, with the steps that differ.
struct Axis {
    domain: Domain,
    steps: Vec<Step>,
    /// The rules that ask nothing of the areas from this one on, sums and counts aside.
    asked_before: u64,
    /// The most that the areas from this one on can add to each sum and count.
    at_most: Vec<u8>,
}

/// What it means to the rules that an area is rated so.
struct Step {
    /// The lowest severity with this meaning.
    severity: Severity,
    /// The rules that this rules out, one bit each by precedence.
    blocks: u64,
    /// What it adds to each sum and count.
    adds: Vec<u8>,
}

/// Where the rules stand when some areas are rated.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Position {
    blocked: u64,
    reached: Vec<u8>,
}

/// Two ratings of which the second is one step higher in one area, and has a lower level.
pub(super) struct Fall {
    pub(super) raised: Domain,
    pub(super) before: Complete,
    pub(super) after: Complete,
}

impl Diagram {
    /// Over every rating.
    pub(super) fn every(draft: &Draft) -> Self {
        Self::completing(draft, &Ratings::UNKNOWN)
    }

    /// Over every completion of the areas that are unknown.
    pub(super) fn completing(draft: &Draft, ratings: &Ratings) -> Self {
        let rules = draft.by_precedence();
        let totals = Total::all(&rules);
        let mut axes: Vec<Axis> =
            Domain::ALL.into_iter().map(|domain| Axis::new(domain, &rules, &totals, ratings.of(domain))).collect();
        let mut at_most = vec![0; totals.len()];
        for axis in axes.iter_mut().rev() {
            for (most, adds) in at_most.iter_mut().zip(axis.steps.last().map_or(&[][..], |highest| &highest.adds)) {
                *most += adds;
            }
            axis.at_most.clone_from(&at_most);
        }
        let start = Position { blocked: 0, reached: vec![0; totals.len()] };
        let mut folding = Folding {
            levels: rules.iter().map(|rule| rule.level).collect(),
            otherwise: draft.default,
            totals,
            fired: 0,
            nodes: Vec::new(),
            numbers: HashMap::new(),
            visited: HashMap::new(),
        };
        let root = folding.fold(&axes, 0, start);
        Self { fired: folding.fired, nodes: folding.nodes, axes, root }
    }

    /// Whether the rule at this place by precedence decides for some rating.
    pub(super) fn fires(&self, place: usize) -> bool {
        self.fired & (1 << place) != 0
    }

    /// Ratings that have no level.
    pub(super) fn without_level(&self) -> Option<Complete> {
        // A node is numbered after those it leads to, so that one pass from the end finds a way to the hole, if any.
        let mut leads = HashSet::new();
        for (number, node) in self.nodes.iter().enumerate() {
            let hole = match node {
                Node::Level(level) => level.is_none(),
                Node::Branch { steps, .. } => steps.iter().any(|step| leads.contains(step)),
            };
            if hole {
                leads.insert(number);
            }
        }
        let mut path = Vec::new();
        let mut at = leads.contains(&self.root).then_some(self.root)?;
        while let Some(next) = self.steps(at).iter().position(|step| leads.contains(step)) {
            path.push(next);
            at = *self.steps(at).get(next)?;
        }
        Some(self.ratings(&path))
    }

    /// Ratings where raising one area by one step lowers the level.
    pub(super) fn fall(&self) -> Option<Fall> {
        let mut safe = HashSet::new();
        let mut seen = HashSet::from([self.root]);
        let mut waiting = vec![(self.root, Vec::new())];
        while let Some((node, path)) = waiting.pop() {
            let steps = self.steps(node);
            for (number, (low, high)) in steps.iter().zip(steps.iter().skip(1)).enumerate() {
                if let Some(rest) = self.lower_after(*low, *high, &mut safe) {
                    return self.fall_at(&path, number, &rest);
                }
            }
            for (number, step) in steps.iter().enumerate() {
                if seen.insert(*step) {
                    waiting.push((*step, [path.as_slice(), &[number]].concat()));
                }
            }
        }
        None
    }

    /// The steps by which `high` comes to a lower level than `low`, if any. `safe` remembers pairs without such steps.
    fn lower_after(&self, low: usize, high: usize, safe: &mut HashSet<(usize, usize)>) -> Option<Vec<usize>> {
        if low == high || safe.contains(&(low, high)) {
            return None;
        }
        if let (Some(Node::Level(low)), Some(Node::Level(high))) = (self.nodes.get(low), self.nodes.get(high)) {
            return (high < low).then(Vec::new);
        }
        for (number, (low, high)) in self.steps(low).iter().zip(self.steps(high)).enumerate() {
            if let Some(rest) = self.lower_after(*low, *high, safe) {
                return Some([&[number], rest.as_slice()].concat());
            }
        }
        safe.insert((low, high));
        None
    }

    /// Within a merged step the highest severity means the same as the lowest, so that the two are one step apart.
    fn fall_at(&self, path: &[usize], low: usize, rest: &[usize]) -> Option<Fall> {
        let raised = self.axes.get(path.len())?.domain;
        let after = self.ratings(&[path, &[low + 1], rest].concat());
        let before = after.with(raised, after.of(raised).lowered()?);
        Some(Fall { raised, before, after })
    }

    /// The areas for which some step gives another level than the next.
    pub(super) fn decisive(&self) -> Vec<Domain> {
        let mut decisive = vec![false; self.axes.len()];
        for node in &self.nodes {
            if let Node::Branch { layer, steps } = node
                && steps.iter().zip(steps.iter().skip(1)).any(|(one, next)| one != next)
                && let Some(place) = decisive.get_mut(*layer)
            {
                *place = true;
            }
        }
        self.axes.iter().zip(decisive).filter(|(_, decisive)| *decisive).map(|(axis, _)| axis.domain).collect()
    }

    fn steps(&self, node: usize) -> &[usize] {
        match self.nodes.get(node) {
            Some(Node::Branch { steps, .. }) => steps,
            Some(Node::Level(_)) | None => &[],
        }
    }

    fn ratings(&self, path: &[usize]) -> Complete {
        let steps = self.axes.iter().zip(path).filter_map(|(axis, step)| Some((axis.domain, axis.steps.get(*step)?)));
        steps.fold(Complete::NO_DIFFICULTIES, |ratings, (domain, step)| ratings.with(domain, step.severity))
    }
}

impl Axis {
    fn new(domain: Domain, rules: &[&Rule], totals: &[Total], rating: Rating) -> Self {
        let possible = |severity: &Severity| match rating {
            Rating::Known(known) => known == *severity,
            Rating::Unknown => true,
        };
        let mut steps: Vec<Step> = Vec::new();
        for severity in Severity::ALL.into_iter().filter(possible) {
            let step = Step {
                severity,
                blocks: mask(rules, |condition| blocks(condition, domain, severity)),
                adds: totals.iter().map(|total| total.condition.adds(domain, severity)).collect(),
            };
            let same = |last: &Step| last.blocks == step.blocks && last.adds == step.adds;
            if !steps.last().is_some_and(same) {
                steps.push(step);
            }
        }
        let asked_here_or_later = |condition: Condition| match condition {
            Condition::AtLeast { domain: asked, .. } | Condition::AtMost { domain: asked, .. } => asked >= domain,
            Condition::SumAtLeast { .. } | Condition::CountAtLeast { .. } => false,
        };
        Self {
            domain,
            steps,
            asked_before: mask(rules, |_| true) & !mask(rules, asked_here_or_later),
            at_most: Vec::new(),
        }
    }
}

/// Whether a condition on one area fails when that area is rated so.
fn blocks(condition: Condition, rated_domain: Domain, rated: Severity) -> bool {
    match condition {
        Condition::AtLeast { domain, severity } => domain == rated_domain && rated < severity,
        Condition::AtMost { domain, severity } => domain == rated_domain && rated > severity,
        Condition::SumAtLeast { .. } | Condition::CountAtLeast { .. } => false,
    }
}

/// One bit for each rule that has such a condition.
fn mask(rules: &[&Rule], such: impl Fn(Condition) -> bool) -> u64 {
    let chosen = rules.iter().enumerate().filter(|(_, rule)| rule.conditions.iter().any(|condition| such(*condition)));
    chosen.fold(0, |bits, (place, _)| bits | (1 << place))
}

/// A sum or a count that some rule asks for.
struct Total {
    condition: Condition,
    least: u8,
    /// The rules that ask for it.
    rules: u64,
}

impl Total {
    fn all(rules: &[&Rule]) -> Vec<Self> {
        let mut conditions: Vec<Condition> = rules.iter().flat_map(|rule| rule.conditions.iter().copied()).collect();
        conditions.sort_unstable();
        conditions.dedup();
        let total = |condition| {
            let least = match condition {
                Condition::AtLeast { .. } | Condition::AtMost { .. } => return None,
                Condition::SumAtLeast { total, .. } => total,
                Condition::CountAtLeast { count, .. } => count,
            };
            Some(Self { condition, least, rules: mask(rules, |asked| asked == condition) })
        };
        conditions.into_iter().filter_map(total).collect()
    }
}

/// Builds the diagram from the end, meeting each position once.
struct Folding {
    levels: Vec<Level>,
    otherwise: Option<Level>,
    totals: Vec<Total>,
    fired: u64,
    nodes: Vec<Node>,
    numbers: HashMap<Node, usize>,
    visited: HashMap<(usize, Position), usize>,
}

impl Folding {
    fn fold(&mut self, axes: &[Axis], layer: usize, position: Position) -> usize {
        let Some(current) = axes.get(layer) else {
            let level = self.level(&position);
            return self.number(Node::Level(level));
        };
        let position = self.simplified(current, position);
        if let Some(node) = self.visited.get(&(layer, position.clone())) {
            return *node;
        }
        let mut steps = Vec::with_capacity(current.steps.len());
        for step in &current.steps {
            let reached = position.reached.iter().zip(&step.adds).map(|(reached, adds)| reached + adds).collect();
            steps.push(self.fold(axes, layer + 1, Position { blocked: position.blocked | step.blocks, reached }));
        }
        let node = self.number(Node::Branch { layer, steps });
        self.visited.insert((layer, position), node);
        node
    }

    fn number(&mut self, node: Node) -> usize {
        let next = self.nodes.len();
        let number = *self.numbers.entry(node.clone()).or_insert(next);
        if number == next {
            self.nodes.push(node);
        }
        number
    }

    /// Forgets what can no longer matter: rules below one that is sure to fire, rules that cannot fire, and how far a
    /// sum or a count has come once it is reached or no rule asks for it.
    fn simplified(&self, axis: &Axis, mut position: Position) -> Position {
        let sure = axis.asked_before & !(position.blocked | self.short(&position));
        if sure != 0 {
            position.blocked |= u64::MAX << (sure.trailing_zeros() + 1);
        }
        for ((reached, total), at_most) in position.reached.iter().zip(&self.totals).zip(&axis.at_most) {
            if reached + at_most < total.least {
                position.blocked |= total.rules;
            }
        }
        for (reached, total) in position.reached.iter_mut().zip(&self.totals) {
            if *reached > total.least || total.rules & !position.blocked == 0 {
                *reached = total.least;
            }
        }
        position
    }

    /// The rules that lack a sum or a count so far.
    fn short(&self, position: &Position) -> u64 {
        let short = self.totals.iter().zip(&position.reached).filter(|(total, reached)| **reached < total.least);
        short.fold(0, |bits, (total, _)| bits | total.rules)
    }

    fn level(&mut self, position: &Position) -> Option<Level> {
        let place = (position.blocked | self.short(position)).trailing_ones();
        let level = usize::try_from(place).ok().and_then(|place| self.levels.get(place).copied());
        if level.is_some() {
            self.fired |= 1 << place;
        }
        level.or(self.otherwise)
    }
}

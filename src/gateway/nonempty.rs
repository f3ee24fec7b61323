//! A list that holds at least one thing: `choose` without `when`, or `when` without a policy, cannot be built.

/// At least one thing, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonEmpty<T>(Vec<T>);

impl<T> NonEmpty<T> {
    /// One thing.
    pub fn one(first: T) -> Self {
        Self(vec![first])
    }

    /// One thing and any number of others.
    pub fn new(first: T, rest: impl IntoIterator<Item = T>) -> Self {
        let mut all = Self::one(first);
        all.0.extend(rest);
        all
    }

    /// All of a list; none for an empty one.
    pub fn of(all: impl IntoIterator<Item = T>) -> Option<Self> {
        let all: Vec<T> = all.into_iter().collect();
        (!all.is_empty()).then_some(Self(all))
    }

    /// Everything, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The one thing, if there are no others.
    pub fn only(&self) -> Option<&T> {
        match self.0.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Adds some at the end.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = T>) -> Self {
        self.0.extend(more);
        self
    }
}

impl<'a, T> IntoIterator for &'a NonEmpty<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

//! Where a value came from: every value in the model carries it, so that findings and explanations never guess.

use crate::core::sources::Span;
use crate::facts::Fact;

/// How a value of the model came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Written in an input file.
    Written(Span),
    /// Written in an environment's overlay; `base` is what it replaced there, if anything.
    Overlaid {
        /// The overlay's value.
        at: Span,
        /// The value in the base file that it replaced.
        base: Option<Span>,
    },
    /// Written in an access group, and a team's because it names that group.
    Granted {
        /// The value in the access group.
        at: Span,
        /// The team's reference to the group.
        by: Span,
    },
    /// Written nowhere: the default of the key that the text names (`apim.sku`).
    Default(&'static str),
    /// Computed from a value that was written (a slug, a hash, a composed name).
    Derived(Span),
    /// There, whatever it shows, because of an entry that was written or of what it chooses.
    Entry(Span),
    /// Taken from facts that platgen embeds, since an input names something that they know.
    Fact(Fact),
}

impl Origin {
    /// Whether nobody wrote the value: it was put in for one that has a fault, or in a collection that something was left
    /// out of. An error has been reported, and nothing that follows from the value may be.
    pub fn is_synthetic(self) -> bool {
        match self {
            Self::Granted { at, by } => at.is_synthetic() || by.is_synthetic(),
            Self::Written(at) | Self::Overlaid { at, .. } | Self::Derived(at) | Self::Entry(at) => {
                at.is_synthetic()
            }
            Self::Default(_) | Self::Fact(_) => false,
        }
    }

    /// The origin of what is computed from a value of this one. An overlay, a group and a default stay what they are, since
    /// they say more.
    #[must_use]
    pub fn derived(self) -> Self {
        match self {
            Self::Written(at) | Self::Derived(at) => Self::Derived(at),
            Self::Overlaid { .. }
            | Self::Granted { .. }
            | Self::Default(_)
            | Self::Entry(_)
            | Self::Fact(_) => self,
        }
    }

    /// The origin of what is there because of a value of this one.
    #[must_use]
    pub fn entry(self) -> Self {
        match self {
            Self::Written(at)
            | Self::Derived(at)
            | Self::Overlaid { at, .. }
            | Self::Granted { at, .. }
            | Self::Entry(at) => Self::Entry(at),
            Self::Default(_) | Self::Fact(_) => self,
        }
    }

    /// The place in an input file to show for this value; none for a default.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Written(at)
            | Self::Overlaid { at, .. }
            | Self::Granted { at, .. }
            | Self::Derived(at)
            | Self::Entry(at) => Some(at),
            Self::Default(_) | Self::Fact(_) => None,
        }
    }
}

/// A value with its origin. Dereferences to the value; equality and order look at the value only.
#[derive(Debug, Clone, Copy)]
pub struct Sourced<T> {
    /// The value as meant.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value written at, or derived from, a place.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A value that nobody wrote: the default of `key`.
    pub fn default_of(key: &'static str, value: T) -> Self {
        Self {
            value,
            origin: Origin::Default(key),
        }
    }

    /// Another value with the same origin.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced {
            value: change(self.value),
            origin: self.origin,
        }
    }

    /// A reference to the value, with the same origin.
    pub fn as_ref(&self) -> Sourced<&T> {
        Sourced {
            value: &self.value,
            origin: self.origin,
        }
    }
}

impl<T> std::ops::Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Sourced<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Sourced<T> {}

impl<T: PartialOrd> PartialOrd for Sourced<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Sourced<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

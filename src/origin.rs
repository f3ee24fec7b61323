//! Where a value came from: every value in the model carries it, so that findings and explanations never guess.

use crate::sources::Span;

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
}

impl Origin {
    /// Whether nobody wrote the value: it was put in for one that has a fault, or in a collection that something was left
    /// out of. An error has been told, and nothing that follows from the value may be.
    pub fn is_guess(self) -> bool {
        match self {
            Self::Granted { at, by } => at.is_nowhere() || by.is_nowhere(),
            Self::Written(at) | Self::Overlaid { at, .. } | Self::Derived(at) => at.is_nowhere(),
            Self::Default(_) => false,
        }
    }

    /// The place in an input file to show for this value; none for a default.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Written(at)
            | Self::Overlaid { at, .. }
            | Self::Granted { at, .. }
            | Self::Derived(at) => Some(at),
            Self::Default(_) => None,
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

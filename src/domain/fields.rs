//! Values without parts: what a field of one of these types shows.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::core::fields::{Node, ToNode, Value};
use crate::core::origin::Sourced;
use crate::domain::addons::model::{Delivery, Egress, Ingress, Level, Product, Values};
use crate::domain::cluster::model::{GpuNodes, KaitoVersion};
use crate::domain::ids;
use crate::domain::models::model::{Capability, VllmValue};
use crate::domain::network::model::Outbound;
use crate::domain::resource_id::ResourceId;

/// A value without an origin of its own.
pub(super) trait Scalar {
    /// As it is shown.
    fn value(&self) -> Value;
}

impl<T: Scalar> ToNode for Sourced<T> {
    fn to_node(&self) -> Option<Node> {
        Some(Node::at(self.value.value(), Some(self.origin)))
    }
}

macro_rules! shown {
    ($($kind:ty),+: $shown:expr) => { $(impl Scalar for $kind {
        fn value(&self) -> Value {
            let shown: fn(&$kind) -> Value = $shown;
            shown(self)
        }
    })+ };
}

shown!(String: |text| Value::Text(text.clone()));
shown!(Ipv4Net, Ipv4Addr, KaitoVersion, ResourceId: |text| Value::Text(text.to_string()));
shown!(ids::AccessGroupName, ids::AppName, ids::BaseName, ids::DeploymentName, ids::EnvironmentName, ids::HostName, ids::Location,
    ids::ModelAlias, ids::ModelName, ids::ModelSlug, ids::TeamName: |name| Value::Text(name.to_string()));
shown!(u8, u16, u32: |number| Value::Number((*number).into()));
shown!(u64: |number| Value::Number(*number));
shown!(f64: |number| Value::Float(*number));
shown!(bool: |yes| Value::Bool(*yes));
shown!(GpuNodes: |by| Value::Text(by.word().to_owned()));
shown!(Capability: |can| Value::Text(can.word().to_owned()));
shown!(Delivery, Level, Ingress, Egress: |one| Value::Text(one.word().to_owned()));
shown!(Product: |product| Value::Text(product.to_string()));
shown!(Values: |value| match value {
    Values::Null => Value::Text("null".to_owned()),
    Values::Bool(yes) => Value::Bool(*yes),
    Values::Integer(number) => u64::try_from(*number).map_or(Value::Negative(*number), Value::Number),
    Values::Float(number) => Value::Float(*number),
    Values::Text(text) => Value::Text(text.clone()),
    Values::List(items) => Value::List(items.iter().filter_map(ToNode::to_node).collect()),
    Values::Map(entries) => {
        let node = |(key, value): &(String, Sourced<Values>)| Some((key.clone().into(), value.to_node()?));
        Value::Map(entries.iter().filter_map(node).collect())
    }
});
shown!(Outbound: |way| Value::Text(way.word().to_owned()));
shown!(VllmValue: |value| match value {
    VllmValue::Integer(number) => u64::try_from(*number).map_or(Value::Negative(*number), Value::Number),
    VllmValue::Float(number) => Value::Float(*number),
    VllmValue::Text(text) => Value::Text(text.clone()),
});

/// A list that was written, or chosen, as a whole.
impl<T: Scalar> Scalar for Vec<T> {
    fn value(&self) -> Value {
        let items = self.iter().map(|item| Node::at(item.value(), None));
        Value::List(items.collect())
    }
}

/// What follows from other values stands where the whole does.
macro_rules! without_origin {
    ($($kind:ty),+) => { $(impl ToNode for $kind {
        fn to_node(&self) -> Option<Node> {
            Some(Node::at(self.value(), None))
        }
    })+ };
}

without_origin!(bool, ids::AccessGroupName);

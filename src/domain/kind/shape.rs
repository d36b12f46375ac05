//! The shapes of acts' bodies, for the contract.
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// What the body of an act must look like.
#[derive(Clone)]
pub struct Shape {
    pub act: &'static str,
    /// The name of its schema, `HazardReport`.
    pub name: String,
    /// Its schema, and those that it refers to, by name.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

pub fn shape<B: ToSchema>(act: &'static str) -> Shape {
    let name = B::name().into_owned();
    let mut schemas = vec![(name.clone(), B::schema())];
    B::schemas(&mut schemas);
    Shape { act, name, schemas }
}

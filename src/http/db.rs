//! Diesel blocks, actix-web must not: the one bridge between them.
use super::problem::Problem;
use crate::services::Failure;
use crate::store::{Conn, Store};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::{Ready, ready};

/// A handler's view of the store: one unit of work a request.
pub struct Db(Store);

impl Db {
    /// Work that only reads, in one snapshot.
    pub async fn read<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
    {
        Ok(self.0.read(work).await?)
    }
    /// Work that writes: all of it or nothing.
    pub async fn write<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
    {
        Ok(self.0.write(work).await?)
    }
}

impl FromRequest for Db {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let store = request.app_data::<web::Data<Store>>();
        ready(store.map(|store| Self(store.get_ref().clone())).ok_or_else(|| Problem::internal("no store in app_data")))
    }
}

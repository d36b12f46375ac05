//! Diesel blocks, actix-web must not: the one bridge between them.
use super::problem::Problem;
use crate::services::Failure;
use crate::store::{Conn, Store, StoreError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::{Ready, ready};

/// So many snapshots may be overtaken by writes before the server is busy.
const SNAPSHOTS: usize = 5;

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
    /// A look beside the queue, for the watch over the server itself.
    pub async fn look<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
    {
        Ok(self.0.look(work).await?)
    }
    /// Work that only reads, and may find that its snapshot was overtaken (`None`): then it is done
    /// again on a newer one.
    pub async fn read_until<T>(
        &self,
        work: impl Fn(&mut Conn) -> Result<Option<T>, Failure> + Clone + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
    {
        for _ in 0..SNAPSHOTS {
            if let Some(done) = self.0.read(work.clone()).await? {
                return Ok(done);
            }
        }
        Err(StoreError::Busy("every snapshot was overtaken".into()).into())
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

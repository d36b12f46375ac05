//! What no route takes: a 405 with `Allow` where another method is known, else a 404.
use super::problem::Problem;
use crate::domain::fault::FaultCode;
use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web::Data};
use utoipa::openapi::OpenApi;

/// Every documented path with its methods.
pub struct Known(Vec<(ResourceDef, Vec<Method>)>);

impl Known {
    pub fn from(contract: &OpenApi) -> Self {
        let paths = contract.paths.paths.iter();
        let known = paths.map(|(path, item)| {
            let methods = [
                (Method::GET, item.get.is_some()),
                (Method::HEAD, item.get.is_some()),
                (Method::POST, item.post.is_some()),
                (Method::PUT, item.put.is_some()),
                (Method::PATCH, item.patch.is_some()),
                (Method::DELETE, item.delete.is_some()),
            ];
            let methods = methods.into_iter().filter(|(_, is_known)| *is_known).map(|(method, _)| method).collect();
            (ResourceDef::new(path.as_str()), methods)
        });
        Self(known.collect())
    }

    fn methods_of(&self, path: &str) -> Vec<Method> {
        let matching = self.0.iter().filter(|(resource, _)| resource.is_match(path));
        matching.flat_map(|(_, methods)| methods.iter().cloned()).collect()
    }
}

pub async fn refuse(request: HttpRequest, known: Data<Known>) -> Result<HttpResponse, Problem> {
    let allow = known.methods_of(request.path());
    match allow.is_empty() || allow.contains(request.method()) {
        true => Err(Problem::new(FaultCode::NotFound, "nothing here")),
        false => Err(Problem::method_not_allowed(allow)),
    }
}

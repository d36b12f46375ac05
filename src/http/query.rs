//! Query strings: read into their type, or answered with the name of the parameter that is wrong.
use super::filters::FilterQuery;
use super::problem::Problem;
use crate::domain::canonical::typed;
use actix_web::dev::Payload;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// Parameters that were read; each is text, given once, and known.
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Parameters<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

/// The filters of records among the parameters, and the others.
pub struct Filtered<T> {
    pub filters: FilterQuery,
    pub rest: T,
}

impl<T: DeserializeOwned> FromRequest for Filtered<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(filtered(request.query_string()))
    }
}

fn filtered<T: DeserializeOwned>(text: &str) -> Result<Filtered<T>, Problem> {
    let known = FilterQuery::into_params(|| None);
    let is_filter = |name: &String| known.iter().any(|parameter| parameter.name == *name);
    let (filters, rest) = pairs(text)?.into_iter().partition(|(name, _)| is_filter(name));
    Ok(Filtered { filters: typed_of(filters)?, rest: typed_of(rest)? })
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    typed_of(pairs(text)?)
}

/// Each parameter, as it was given once.
fn pairs(text: &str) -> Result<Map<String, Value>, Problem> {
    let pairs = Query::<Vec<(String, String)>>::from_query(text);
    let pairs = pairs.map_err(|error| Problem::bad_request("query", error))?.into_inner();
    let mut parameters = Map::new();
    for (name, value) in pairs {
        if parameters.contains_key(&name) {
            return Err(Problem::bad_request(&name, "given twice"));
        }
        parameters.insert(name, Value::String(value));
    }
    Ok(parameters)
}

fn typed_of<T: DeserializeOwned>(parameters: Map<String, Value>) -> Result<T, Problem> {
    typed(&Value::Object(parameters)).map_err(|bad| {
        let name = bad.pointer.strip_prefix('/').filter(|name| !name.is_empty()).unwrap_or("query");
        Problem::bad_request(name, &bad.detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::page::Limit;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        #[serde(default, deserialize_with = "Limit::from_text")]
        limit: Limit,
    }

    #[test]
    fn what_is_wrong_is_told_by_its_name() {
        let wrong = |text: &str| serde_json::to_value(read::<Asked>(text).unwrap_err()).unwrap()["pointer"].clone();
        assert_eq!(read::<Asked>("limit=7").unwrap().limit.get(), 7);
        assert_eq!(read::<Asked>("").unwrap().limit.get(), 50);
        for bad in ["limit=0", "limit=201", "limit=", "limit=x", "limit=-1", "limit=1&limit=2"] {
            assert_eq!(wrong(bad), "limit", "{bad}");
        }
        assert_eq!(wrong("limt=7"), "limt");
    }

    #[test]
    fn filters_are_told_from_the_other_parameters() {
        let both = filtered::<Asked>("limit=7&kind=hazard&q=a").unwrap();
        assert_eq!((both.rest.limit.get(), both.filters.asked().unwrap().1.kind.is_some()), (7, true));
        let wrong = |text: &str| {
            let problem = filtered::<Asked>(text).err().unwrap();
            serde_json::to_value(problem).unwrap()["pointer"].clone()
        };
        for (bad, name) in
            [("bbox=1", "bbox"), ("kind=a&kind=b", "kind"), ("limit=0&kind=hazard", "limit"), ("kid=1", "kid")]
        {
            assert_eq!(wrong(bad), name, "{bad}");
        }
    }
}

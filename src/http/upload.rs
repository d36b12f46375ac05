//! Files as bodies: a spreadsheet of a limited size, told by its Content-Type.
use super::body::{arrived, coding_of, media_type};
use super::problem::Problem;
use crate::domain::fault::FaultCode;
use crate::services::imports::{Format, Sheet};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use utoipa::openapi::{KnownFormat, Object, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// The most bytes of a spreadsheet, sent as well as decoded.
const MOST_BYTES: usize = 4 << 20;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A spreadsheet as it was sent.
pub struct Upload {
    bytes: Vec<u8>,
    format: Format,
}

impl PartialSchema for Upload {
    fn schema() -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        Object::builder().schema_type(Type::String).format(Some(binary)).into()
    }
}
impl ToSchema for Upload {
    fn name() -> Cow<'static, str> {
        "Spreadsheet".into()
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let told = format(request).and_then(|format| Ok((format, coding_of(request)?)));
        let payload = payload.take();
        Box::pin(async move {
            let (format, coding) = told?;
            let bytes = coding.decode(arrived(payload, MOST_BYTES).await?, MOST_BYTES)?;
            Ok(Self { bytes, format })
        })
    }
}

fn format(request: &HttpRequest) -> Result<Format, Problem> {
    match media_type(request).as_deref() {
        Some("text/csv") => Ok(Format::Csv),
        Some(XLSX) => Ok(Format::Xlsx),
        _ => Err(Problem::new(FaultCode::UnsupportedMediaType, "a register comes as text/csv or as XLSX")),
    }
}

impl Upload {
    /// Read on a thread of its own: unpacking a large one takes a while.
    pub async fn sheet(self) -> Result<Sheet, Problem> {
        let read = web::block(move || Sheet::read(&self.bytes, self.format)).await;
        Ok(read.map_err(Problem::internal)??)
    }
}

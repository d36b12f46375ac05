//! Imports of registers that are kept as spreadsheets.
use super::clock;
use super::db::Db;
use super::language;
use super::problem::Problem;
use super::upload::Upload;
use crate::domain::scope::Subject;
use crate::domain::{Language, RegionCode};
use crate::services::imports::{self, Import, ImportReport};
use crate::services::push::bulk::Effect;
use crate::store::Bell;
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, post};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ImportInto {
    /// The township-level unit whose ledger the enterprises belong to.
    ledger: RegionCode,
    /// Judge every row, but write nothing.
    #[serde(default)]
    dry_run: bool,
}

impl ImportInto {
    fn effect(&self) -> Effect {
        if self.dry_run { Effect::DryRun } else { Effect::Written }
    }
}

/// Import enterprises
///
/// Registers the rows of a spreadsheet, the first sheet of a workbook, at most 5,000, of at most 4 MiB.
/// One of its first ten rows heads the columns: `name` (企业名称; the only one that must be there),
/// `uscc` (统一社会信用代码), `sector` (行业领域), `department` (监管部门: its name or id), `address`
/// (地址), `lon`, `lat` and `coord_sys` (经度, 纬度, 坐标系), `key_target` (重点对象); others are not
/// read. Each row is judged alone: the report says of each whether it is `new`, a `duplicate` of an
/// enterprise of the unit (same code, or same name where one has no code), or `faulty`, and why.
/// The same file may be imported again: what is there already is not registered twice.
#[utoipa::path(tag = "imports", params(ImportInto), security(("bearer" = [])),
    request_body(description = "The spreadsheet. CSV is UTF-8 (with a byte order mark or without), UTF-16 with one, or GB18030.",
        content((Upload = "text/csv"), (Upload = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, description = "What became of each row", body = ImportReport),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/imports/enterprises")]
pub async fn import_enterprises(
    subject: Subject,
    language: Language,
    into: Query<ImportInto>,
    upload: Upload,
    bell: Data<Bell>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let (subject, effect, ledger) = (Arc::new(subject), into.effect(), into.into_inner().ledger);
    let sheet = upload.sheet().await?;
    let import = Import { ledger, effect, sheet };
    let report = db.write(move |conn| imports::enterprises(conn, &subject, import, clock::now())).await?;
    bell.ring();
    Ok(language::json(&report.told_in(language), language))
}

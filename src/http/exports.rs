//! Exports: parts are read while the last one travels, each in a snapshot of its own and for who the
//! caller is by then.
use super::clock;
use super::db::Db;
use super::filters::FilterQuery;
use super::language::in_language;
use super::limits::Pace;
use super::problem::Problem;
use super::query::Filtered;
use super::session::{Caller, shared};
use super::witness::Counted;
use crate::domain::Language;
use crate::domain::scope::Subject;
use crate::services::exports::{Export, Format, Next, Part, Turn, Turns, Writer};
use crate::services::index::Index;
use crate::services::sessions;
use crate::store::Conn;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING};
use actix_web::web::{self, Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, get};
use futures_util::{Stream, stream};
use serde::Deserialize;
use std::fs::File;
use std::future::{Ready, ready};
use std::io::Read;
use std::sync::Arc;
use utoipa::IntoParams;

/// So many bytes of a workbook are sent at once.
const PIECE: usize = 256 << 10;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    #[param(inline)]
    format: Format,
}

/// Export records
///
/// All that the person may see and every filter lets through, in the order in which the records were
/// made. `csv`: UTF-8 with a byte order mark, one row a record, its facets and those fields of its
/// document that are one value; texts that a spreadsheet would compute begin with an apostrophe. `xlsx`:
/// the same, codes as texts, days as days, instants in the time of China; at most 1,048,575 records,
/// and it is put together before it is sent. `ndjson`: the documents as they are stored. The header
/// is Chinese or English by `Accept-Language`. An export that breaks off ends without a proper end of
/// the connection's stream. A person makes one export at a time (429), and each is written into the
/// audit of reads.
#[utoipa::path(tag = "exports", params(ExportQuery, FilterQuery), security(("bearer" = [])),
    responses((status = 200, description = "The records", content(
            (String = "text/csv; charset=utf-8"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Object = "application/x-ndjson"))),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/exports/records")]
pub async fn export_records(
    subject: Subject,
    source: Source,
    language: Language,
    query: Filtered<ExportQuery>,
    turns: Data<Turns>,
) -> Result<Counted<HttpResponse>, Problem> {
    let turn = turns.take(subject.person)?;
    let (region, filter) = query.filters.asked()?;
    let export = Arc::new(Export { region, filter, format: query.rest.format, language });
    let writer = Writer::open(&export).map_err(Problem::internal)?;
    let work = Work { source, export, _turn: turn };
    let part = work.part(None).await?;
    let rows = part.count;
    let answer = match work.export.format {
        Format::Xlsx => whole(work, writer, part).await?,
        Format::Csv | Format::Ndjson => streamed(work, writer, part).await?,
    };
    Ok(Counted::export(rows, in_language(answer, language)))
}

/// Where parts come from, and for whom.
pub struct Source {
    caller: Caller,
    index: Arc<Index>,
    pace: Data<Pace>,
    db: Db,
}

impl FromRequest for Source {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        let db = Db::from_request(request, payload).into_inner();
        let index = || Ok::<_, Problem>(shared::<Index>(request)?.clone().into_inner());
        let source = || Ok(Self { caller: caller?, index: index()?, pace: shared::<Pace>(request)?.clone(), db: db? });
        ready(source())
    }
}

/// An export under way.
struct Work {
    source: Source,
    export: Arc<Export>,
    /// Until the last part was read.
    _turn: Turn,
}

impl Work {
    async fn part(&self, from: Option<Next>) -> Result<Part, Problem> {
        let Source { caller, index, pace, db } = &self.source;
        pace.lull().await;
        let (claims, index, export) = (caller.claims()?, index.clone(), self.export.clone());
        let read = move |conn: &mut Conn| {
            let subject = sessions::subject(conn, &claims, clock::now())?;
            export.part(conn, &index, &subject, from)
        };
        db.read_until(read).await
    }
}

/// What is to be sent of a part, written on a thread that may block.
async fn written(mut writer: Writer, part: &mut Part) -> Result<(Writer, Bytes), Problem> {
    let rows = std::mem::take(&mut part.rows);
    let write = web::block(move || writer.add(&rows).map(|bytes| (writer, Bytes::from(bytes))));
    write.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// The first part is ready before the answer begins: an export that cannot begin is a problem like any other.
async fn streamed(work: Work, writer: Writer, mut part: Part) -> Result<HttpResponse, Problem> {
    let mut answer = begun(&work.export);
    let (writer, first) = written(writer, &mut part).await?;
    let rest = part.next.map(|next| (work, writer, next));
    let parts = stream::unfold((Some(first), rest), |(ready, rest)| async move {
        match (ready, rest) {
            (Some(ready), rest) => Some((Ok(ready), (None, rest))),
            (None, Some((work, writer, next))) => Some(following(work, writer, next).await),
            (None, None) => None,
        }
    });
    Ok(answer.streaming(parts))
}

type Rest = Option<(Work, Writer, Next)>;

/// The next bytes, and what is left. What is last leaves nothing, so that its turn ends before it travels.
async fn following(work: Work, writer: Writer, next: Next) -> (Result<Bytes, Problem>, (Option<Bytes>, Rest)) {
    let step = async {
        let mut part = work.part(Some(next)).await?;
        let (writer, bytes) = written(writer, &mut part).await?;
        Ok::<_, Problem>((bytes, part.next.map(|next| (writer, next))))
    };
    match step.await {
        Ok((bytes, rest)) => (Ok(bytes), (None, rest.map(|(writer, next)| (work, writer, next)))),
        Err(problem) => {
            tracing::warn!("an export broke off: {problem}");
            (Err(problem), (None, None))
        }
    }
}

/// A workbook, put together in a file.
async fn whole(work: Work, mut writer: Writer, mut part: Part) -> Result<HttpResponse, Problem> {
    loop {
        (writer, _) = written(writer, &mut part).await?;
        let Some(next) = part.next else { break };
        part = work.part(Some(next)).await?;
    }
    let finished = web::block(move || writer.finish()).await.map_err(Problem::internal)?;
    let file = finished.map_err(Problem::internal)?.ok_or_else(|| Problem::internal("a workbook without a file"))?;
    let length = file.metadata().map_err(Problem::internal)?.len();
    let mut answer = begun(&work.export);
    // It is compressed already.
    answer.insert_header((CONTENT_ENCODING, "identity")).no_chunking(length);
    Ok(answer.streaming(pieces(file)))
}

fn pieces(file: File) -> impl Stream<Item = Result<Bytes, Problem>> {
    stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let read = web::block(move || {
            let mut piece = Vec::with_capacity(PIECE);
            file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map(|_| (piece, file))
        });
        match read.await.map_err(Problem::internal).and_then(|read| read.map_err(Problem::internal)) {
            Ok((piece, _)) if piece.is_empty() => None,
            Ok((piece, file)) => Some((Ok(Bytes::from(piece)), Some(file))),
            Err(problem) => Some((Err(problem), None)),
        }
    })
}

fn begun(export: &Export) -> HttpResponseBuilder {
    let (media_type, ending) = match export.format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        Format::Ndjson => ("application/x-ndjson", "ndjson"),
    };
    let mut answer = HttpResponse::Ok();
    let name = format!("attachment; filename=\"records-{}.{ending}\"", clock::now().day());
    answer.content_type(media_type).insert_header((CONTENT_DISPOSITION, name));
    answer
}

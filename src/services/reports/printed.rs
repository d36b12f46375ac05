//! Reports as pages to be read: the briefing in its own form, forms as tables.
use super::Read;
use crate::domain::posting::AsOf;
use crate::domain::report::page::{Block, Cell, Page, Section, Table};
use crate::domain::report::{self, BRIEFING, Document, Passages, Piece, Reading, Words};
use crate::domain::{Day, RecordId};
use crate::services::Outcome;
use crate::services::measures::Question;
use crate::store::{Conn, record};
use std::collections::BTreeSet;

/// The report's page, in Chinese.
pub fn printed(conn: &mut Conn, read: &Read) -> Outcome<Page> {
    let Read { request, asked, now, .. } = read;
    if request.table.code == BRIEFING.code {
        return Ok(page(report::briefing(now, asked, &words(conn, read)?)));
    }
    let own = (read.region().name.clone(), now.clone());
    let below = read.rows().into_iter().map(|(region, readings)| (region.name.clone(), readings));
    let rows: Vec<(String, Vec<Reading>)> = below.chain([own]).collect();
    Ok(page(report::form(request.table, request.period, &rows)))
}

fn words(conn: &mut Conn, read: &Read) -> Outcome<Words> {
    let made_at = read.request.as_of.map_or(read.now_at, |AsOf { at, .. }| at);
    Ok(Words {
        region: read.region().name.clone(),
        tier: read.region().level.tier(),
        campaign: read.campaign.as_ref().map(|window| window.name.clone()),
        is_complete: read.completeness().iter().all(|kind| kind.silent.is_empty()),
        supervised_on: supervised_on(conn, read)?,
        remarks: Vec::new(),
        printed_on: made_at.day(),
    })
}

/// So many accidents under supervision are named by their days.
const MOST_NAMED: usize = 20;

/// The days of the accidents that were put under supervision in the period, in order.
fn supervised_on(conn: &mut Conn, read: &Read) -> Outcome<Vec<Day>> {
    let listed = Question::of("accident.listed").on(read.request.period.span());
    let (rows, _) = read.sheet.page(&listed, None, MOST_NAMED);
    let ids: BTreeSet<RecordId> = rows.iter().map(|row| row.record).collect();
    let found = record::find(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let mut on: Vec<_> =
        found.into_iter().filter(|row| row.moved_to.is_none()).filter_map(|row| row.occurred_on).collect();
    on.sort();
    Ok(on)
}

/// As a page that can be written as HTML, as a document or as a sheet.
fn page(document: Document) -> Page {
    let Document { title, subtitle, sections, signatures } = document;
    let mut sections: Vec<_> = sections.into_iter().map(|passages| section(passages, &title)).collect();
    if !signatures.is_empty() {
        let blocks = vec![Block::Paragraph(signatures.join("　　　　"))];
        sections.push(Section { heading: None, blocks });
    }
    Page { title, issue: Some(subtitle), sections }
}

fn section(passages: Passages, title: &str) -> Section {
    let Passages { heading, blocks } = passages;
    Section { heading, blocks: blocks.into_iter().map(|one| block(one, title)).collect() }
}

fn block(block: report::Block, title: &str) -> Block {
    match block {
        report::Block::Paragraph(_) => Block::Paragraph(block.said()),
        report::Block::Table { groups: _, columns, rows } => {
            let cell = |Piece { text, number, .. }| number.map_or(Cell::Text(text), Cell::Number);
            let cells = |pieces: Vec<Piece>| pieces.into_iter().map(cell);
            let row = |(heading, pieces): (String, Vec<Piece>)| {
                [Cell::Text(heading)].into_iter().chain(cells(pieces)).collect()
            };
            let header = ["地区".to_owned()].into_iter().chain(columns).collect();
            Block::Table(Table { caption: title.to_owned(), header, rows: rows.into_iter().map(row).collect() })
        }
    }
}

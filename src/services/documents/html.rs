//! HTML that needs nothing beside itself: to be read on screen and to be printed.
use super::markup::escaped;
use crate::domain::report::page::{Block, Cell, Page, Section, Table};

/// Fonts of offices first; then what each system has.
const STYLE: &str = r#"
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { max-width: 156mm; margin: 2em auto; padding: 0 1em; font: 16pt/28pt "仿宋_GB2312", FangSong_GB2312, 仿宋, FangSong, STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", serif; color: #000; background: #fff; }
h1 { font: 22pt/32pt "方正小标宋简体", FZXiaoBiaoSong-B05S, 华文中宋, STZhongsong, SimSun, "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 .5em; }
h2 { font: 16pt/28pt 黑体, SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; margin: 1em 0 0; text-indent: 2em; }
.issue { text-align: center; margin: 0 0 1em; text-indent: 0; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: .5em 0 1em; font-size: 12pt; line-height: 1.4; }
caption { font: 14pt/28pt 黑体, SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; }
th, td { border: 1px solid #000; padding: .2em .5em; text-align: left; overflow-wrap: anywhere; }
th { text-align: center; }
td.number { text-align: right; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
"#;

pub fn text(page: &Page) -> String {
    let title = escaped(&page.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    if let Some(issue) = &page.issue {
        html += &format!("<p class=\"issue\">{}</p>\n", lines(issue));
    }
    page.sections.iter().for_each(|section| html += &told(section));
    html + "</body>\n</html>\n"
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

fn told(section: &Section) -> String {
    let heading = section.heading.iter().map(|heading| format!("<h2>{}</h2>\n", lines(heading)));
    let blocks = section.blocks.iter().map(|block| match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", lines(text)),
        Block::Table(table) => tabled(table),
    });
    let all: String = heading.chain(blocks).collect();
    format!("<section>\n{all}</section>\n")
}

fn tabled(table: &Table) -> String {
    let header: String =
        table.header.iter().map(|heading| format!("<th scope=\"col\">{}</th>", lines(heading))).collect();
    let row = |row: &Vec<Cell>| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>());
    let rows: String = table.rows.iter().map(row).collect();
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        lines(&table.caption)
    )
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("<td>{}</td>", lines(text)),
        Cell::Number(_) | Cell::Percent(_) => format!("<td class=\"number\">{cell}</td>"),
    }
}

//! The OpenAPI document: collected from the routes, with what they cannot say themselves.
use super::endpoints;
use super::problem::Problem;
use crate::domain::fault::FaultCode;
use crate::domain::kind;
use crate::services::records::Include;
use actix_web::App;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hazard Ledger",
        description = "Sync of per-township hazard ledgers (隐患台账) and their rectification. The body of an act has the schema that `x-acts`, at the end of this document, names for its kind and act.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "sync", description = "What devices did goes up, what they may see comes down."),
        (name = "records", description = "The ledger online: records, their history, and acts on them."),
        (name = "accounts", description = "Signing in and out, passwords, and who I am."),
        (name = "persons", description = "People and their duties, as administrators make them."),
        (name = "organisations", description = "Enterprises, departments and territorial bodies."),
        (name = "devices", description = "The devices that people work on."),
        (name = "regions", description = "Regions from the nation down to townships and parks, and their codes."),
        (name = "codes", description = "What the codes of fields mean, in Chinese and English."),
        (name = "policies", description = "The limits that hold in a region, inherited from those above it."),
        (name = "flags", description = "Flag rounds: computed from the ledgers, explained, computed again."),
        (name = "reports", description = "The briefing, the statutory forms, rankings: figures with the records behind them; what is covered, what is blind, what is late."),
        (name = "measures", description = "The numbers that records contribute to reports, and the records behind a figure."),
        (name = "programs", description = "Three-year programmes: tasks by plan, indicators computed from the ledgers."),
        (name = "campaigns", description = "Campaigns: problems, measures, and how complete the numbers are."),
        (name = "exposures", description = "Published lists of enterprises that broke the law."),
        (name = "imports", description = "Registers that are kept as spreadsheets."),
        (name = "exports", description = "Whole lists as files, for spreadsheets and for other programs."),
        (name = "audit", description = "Who looked at what."),
        (name = "health", description = "Whether the server lives, and whether it can work."),
    ),
    components(schemas(Problem, FaultCode, Include), responses(Problem)),
    modifiers(&Bearer)
)]
struct Contract;

struct Bearer;
impl Modify for Bearer {
    fn modify(&self, contract: &mut utoipa::openapi::OpenApi) {
        let jwt = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        contract.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(jwt));
    }
}

/// The document of the whole API; needs no database.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Contract::openapi());
    let mut contract = app.configure(endpoints).split_for_parts().1;
    add_acts(&mut contract);
    contract
}

/// The schema of every act's body, and which kind and act it belongs to.
fn add_acts(contract: &mut utoipa::openapi::OpenApi) {
    let mut acts = serde_json::Map::new();
    let components = contract.components.get_or_insert_default();
    for kind in kind::ALL {
        let mut own = serde_json::Map::new();
        for shape in kind.shapes() {
            own.insert(shape.act.to_owned(), format!("#/components/schemas/{}", shape.name).into());
            components.schemas.extend(shape.schemas);
        }
        acts.insert(kind.name().to_owned(), own.into());
    }
    let extensions = contract.extensions.get_or_insert_default();
    extensions.insert("x-acts".to_owned(), acts.into());
}

/// The document as it is published in `openapi/hazard-ledger.json`.
pub fn text() -> String {
    let mut text = openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

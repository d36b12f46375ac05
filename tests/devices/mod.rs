//! Lost and old devices: each comes to hold what it must, and nothing that it did is lost or done twice.
mod clocks;
mod first_schema;
mod lost;
mod memory;
mod regions;
mod restored;

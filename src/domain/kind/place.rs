//! Where something is, as the device measured it.
use crate::domain::CoordSys;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A point in units of 1e-7 degree, in the datum that the client declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Point", into = "Point")]
#[schema(as = Location)]
pub struct Location(Point);

/// Longitude and latitude times 10^7, and their datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    #[schema(minimum = -1800000000_i64, maximum = 1800000000_i64, example = 1149345678_i64)]
    lon: i64,
    #[schema(minimum = -900000000_i64, maximum = 900000000_i64, example = 258312345_i64)]
    lat: i64,
    coord_sys: CoordSys,
}

impl TryFrom<Point> for Location {
    type Error = &'static str;
    fn try_from(point: Point) -> Result<Self, Self::Error> {
        let on_earth = point.lon.abs() <= 1_800_000_000 && point.lat.abs() <= 900_000_000;
        on_earth.then_some(Self(point)).ok_or("a point of 1e-7 degree lies within 180 and 90 degrees")
    }
}
impl From<Location> for Point {
    fn from(location: Location) -> Self {
        location.0
    }
}

impl Location {
    /// Longitude and latitude, where the declared datum is WGS-84 (CGCS2000 agrees with it
    /// to centimetres).
    pub fn wgs84(self) -> Option<(i64, i64)> {
        let same = matches!(self.0.coord_sys, CoordSys::Wgs84 | CoordSys::Cgcs2000);
        same.then_some((self.0.lon, self.0.lat))
    }
}

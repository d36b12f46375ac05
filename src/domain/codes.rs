//! Code lists: one value, one spelling, in JSON, in the contract and in the database.
use super::spelled::spelled;

spelled! {
    /// Supervision sector: which industry department answers for it. Not the GB/T 4754 industry.
    Sector {
        Mine = "mine",
        HazardousChemicals = "hazardous_chemicals",
        Fireworks = "fireworks",
        Manufacturing = "manufacturing",
        Construction = "construction",
        Road = "road",
        Rail = "rail",
        Water = "water",
        Fire = "fire",
        GasAndCityOperation = "gas_city_operation",
        SpecialEquipment = "special_equipment",
        Tourism = "tourism",
        Commerce = "commerce",
        Campus = "campus",
        Agriculture = "agriculture",
        HazardousWaste = "hazardous_waste",
        FunctionalZone = "functional_zone",
    }
}

spelled! {
    /// Campaign category: the five preventions (五防) and the one governance (一治理).
    Category {
        /// leak and explosion 泄漏爆炸
        LeakExplosion = "P1",
        /// electrical fire 电气火灾
        ElectricalFire = "P2",
        /// poisoning and asphyxiation 中毒窒息
        PoisoningAsphyxiation = "P3",
        /// fall from height 坠落
        Fall = "P4",
        /// collapse 坍塌
        Collapse = "P5",
        /// three overs and fatigue 三超一疲劳
        ThreeOversAndFatigue = "G1",
        /// none of the campaign's
        Other = "other",
    }
}

spelled! {
    /// How bad a hazard is. A major one (重大隐患) needs five commitments and two acceptors.
    Level { General = "general", Major = "major" }
}

spelled! {
    /// How a hazard came to light.
    Source {
        Daily = "daily",
        Comprehensive = "comprehensive",
        Specialist = "specialist",
        Seasonal = "seasonal",
        KeyPeriod = "key_period",
        AccidentAnalogy = "accident_analogy",
        Restart = "restart",
        Expert = "expert",
        ControlFailed = "control_failed",
        Enforcement = "enforcement",
        PublicReport = "public_report",
        LeaderVisit = "leader_visit",
        LookBack = "look_back",
        AuditorFinding = "auditor_finding",
        InternalReport = "internal_report",
        Other = "other",
    }
}

spelled! {
    /// Why a hazard was struck from the ledger.
    VoidReason {
        DuplicateOf = "duplicate_of",
        NotHazard = "not_hazard",
        WrongSubject = "wrong_subject",
        Test = "test",
    }
}

spelled! {
    /// What makes an enterprise or a place a key target.
    KeyTarget {
        DistrustedEnterprise = "distrusted_enterprise",
        Project = "project",
        RoadSection = "road_section",
        Place = "place",
        TailingsPond = "tailings_pond",
        Reservoir = "reservoir",
    }
}

spelled! {
    /// The datum that a client's coordinates are in.
    CoordSys { Wgs84 = "wgs84", Cgcs2000 = "cgcs2000", Gcj02 = "gcj02", Bd09 = "bd09" }
}

spelled! {
    /// What an organisation is to the ledger.
    OrganisationKind { Enterprise = "enterprise", Department = "department", Territorial = "territorial" }
}

spelled! {
    /// The height at which a government body stands.
    Tier { Township = "township", County = "county", City = "city", Province = "province", Nation = "nation" }
}

spelled! {
    /// Which responsibility a person carries when acting.
    Layer {
        Enterprise = "enterprise",
        Department = "department",
        Territorial = "territorial",
        Leader = "leader",
        Auditor = "auditor",
        Administrator = "administrator",
    }
}

spelled! {
    /// A person's role in an organisation.
    Role {
        SafetyOfficer = "safety_officer",
        Principal = "principal",
        Inspector = "inspector",
        Manager = "manager",
        Leader = "leader",
        Auditor = "auditor",
        Administrator = "administrator",
    }
}

impl Tier {
    /// The next higher one; of the highest, itself.
    pub fn above(self) -> Self {
        match self {
            Self::Township => Self::County,
            Self::County => Self::City,
            Self::City => Self::Province,
            Self::Province | Self::Nation => Self::Nation,
        }
    }
}

impl Role {
    /// The layer that this role acts for, or `None` where the organisation cannot have it.
    pub fn layer_in(self, organisation: OrganisationKind) -> Option<Layer> {
        use OrganisationKind as Kind;
        match (self, organisation) {
            (Self::SafetyOfficer | Self::Principal, Kind::Enterprise) => Some(Layer::Enterprise),
            (Self::Inspector | Self::Manager, Kind::Department) => Some(Layer::Department),
            (Self::Inspector | Self::Manager, Kind::Territorial) => Some(Layer::Territorial),
            (Self::Leader, Kind::Territorial | Kind::Department) => Some(Layer::Leader),
            (Self::Auditor, Kind::Territorial | Kind::Department) => Some(Layer::Auditor),
            (Self::Administrator, Kind::Territorial | Kind::Department) => Some(Layer::Administrator),
            _ => None,
        }
    }
}

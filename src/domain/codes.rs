//! Code lists: one value, one spelling, in JSON, in the contract and in the database.
mod standards;

pub use standards::*;

use super::spelled::spelled;

spelled! {
    /// Supervision sector: which industry department answers for it. Not the GB/T 4754 industry.
    Sector {
        Mine = "mine" ("矿山", "Mines"),
        HazardousChemicals = "hazardous_chemicals" ("危险化学品", "Hazardous chemicals"),
        Fireworks = "fireworks" ("烟花爆竹", "Fireworks"),
        Manufacturing = "manufacturing" ("工贸", "Manufacturing"),
        Construction = "construction" ("建筑施工", "Construction"),
        Road = "road" ("道路交通", "Road traffic"),
        Rail = "rail" ("铁路交通", "Rail traffic"),
        Water = "water" ("水上交通", "Water traffic"),
        Fire = "fire" ("消防", "Fire safety"),
        GasAndCityOperation = "gas_city_operation" ("燃气与城市运行", "Gas and city operation"),
        SpecialEquipment = "special_equipment" ("特种设备", "Special equipment"),
        Tourism = "tourism" ("文化旅游", "Tourism"),
        Commerce = "commerce" ("商贸", "Commerce"),
        Campus = "campus" ("校园", "Campus"),
        Agriculture = "agriculture" ("农林", "Agriculture"),
        HazardousWaste = "hazardous_waste" ("危险废物", "Hazardous waste"),
        FunctionalZone = "functional_zone" ("功能区", "Functional zone"),
    }
}

spelled! {
    /// Campaign category: the five preventions (五防) and the one governance (一治理).
    Category {
        /// leak and explosion 泄漏爆炸
        LeakExplosion = "P1" ("泄漏爆炸", "Leak and explosion"),
        /// electrical fire 电气火灾
        ElectricalFire = "P2" ("电气火灾", "Electrical fire"),
        /// poisoning and asphyxiation 中毒窒息
        PoisoningAsphyxiation = "P3" ("中毒窒息", "Poisoning and asphyxiation"),
        /// fall from height 坠落
        Fall = "P4" ("坠落", "Fall from height"),
        /// collapse 坍塌
        Collapse = "P5" ("坍塌", "Collapse"),
        /// three overs and fatigue 三超一疲劳
        ThreeOversAndFatigue = "G1" ("三超一疲劳", "Three overs and fatigue"),
        /// none of the campaign's
        Other = "other" ("其他", "Other"),
    }
}

spelled! {
    /// How bad a hazard is. A major one (重大隐患) needs five commitments and two acceptors.
    Level { General = "general" ("一般隐患", "General"), Major = "major" ("重大隐患", "Major") }
}

spelled! {
    /// How a hazard came to light.
    Source {
        Daily = "daily" ("日常检查", "Daily inspection"),
        Comprehensive = "comprehensive" ("综合检查", "Comprehensive inspection"),
        Specialist = "specialist" ("专业检查", "Specialist inspection"),
        Seasonal = "seasonal" ("季节性检查", "Seasonal inspection"),
        KeyPeriod = "key_period" ("重点时段检查", "Key period"),
        AccidentAnalogy = "accident_analogy" ("事故类比", "Accident analogy"),
        Restart = "restart" ("复产复工检查", "Restart"),
        Expert = "expert" ("专家诊断", "Expert"),
        ControlFailed = "control_failed" ("管控措施失效", "Control failed"),
        Enforcement = "enforcement" ("执法检查", "Enforcement"),
        PublicReport = "public_report" ("群众举报", "Public report"),
        LeaderVisit = "leader_visit" ("领导挂点检查", "Leader's visit"),
        LookBack = "look_back" ("回头看", "Look-back"),
        AuditorFinding = "auditor_finding" ("审计发现", "Auditor's finding"),
        InternalReport = "internal_report" ("内部报告", "Internal report"),
        Other = "other" ("其他", "Other"),
    }
}

spelled! {
    /// Why a hazard was struck from the ledger.
    VoidReason {
        DuplicateOf = "duplicate_of" ("重复", "Duplicate"),
        NotHazard = "not_hazard" ("不构成隐患", "Not a hazard"),
        WrongSubject = "wrong_subject" ("责任主体错误", "Wrong subject"),
        Test = "test" ("测试数据", "Test"),
    }
}

spelled! {
    /// Why an enterprise was struck from the register.
    StrikeReason {
        DuplicateOf = "duplicate_of" ("重复登记", "Duplicate"),
        NeverExisted = "never_existed" ("查无此户", "Never existed"),
        Dissolved = "dissolved" ("已注销", "Dissolved"),
        Test = "test" ("测试数据", "Test"),
    }
}

spelled! {
    /// Whether an enterprise may operate; it follows inspections.
    OperatingStatus {
        Operating = "operating" ("生产经营", "Operating"),
        Halted = "halted" ("停产停业", "Halted"),
        Closed = "closed" ("关闭", "Closed"),
    }
}

spelled! {
    /// What makes an enterprise or a place a key target.
    KeyTarget {
        DistrustedEnterprise = "distrusted_enterprise" ("失信企业", "Distrusted enterprise"),
        Project = "project" ("重点项目", "Project"),
        RoadSection = "road_section" ("路段", "Road section"),
        Place = "place" ("场所", "Place"),
        TailingsPond = "tailings_pond" ("尾矿库", "Tailings pond"),
        Reservoir = "reservoir" ("水库", "Reservoir"),
    }
}

spelled! {
    /// The datum that a client's coordinates are in.
    CoordSys { Wgs84 = "wgs84" ("WGS-84", "WGS-84"), Cgcs2000 = "cgcs2000" ("国家大地坐标系 2000", "CGCS2000"), Gcj02 = "gcj02" ("GCJ-02（火星坐标）", "GCJ-02"), Bd09 = "bd09" ("BD-09（百度坐标）", "BD-09") }
}

spelled! {
    /// What an organisation is to the ledger.
    OrganisationKind { Enterprise = "enterprise" ("企业", "Enterprise"), Department = "department" ("部门", "Department"), Territorial = "territorial" ("属地", "Territorial body") }
}

spelled! {
    /// The height at which a government body stands.
    Tier { Township = "township" ("乡镇（街道、园区）", "Township"), County = "county" ("县级", "County"), City = "city" ("市级", "City"), Province = "province" ("省级", "Province"), Nation = "nation" ("国家级", "Nation") }
}

spelled! {
    /// Which responsibility a person carries when acting.
    Layer {
        Enterprise = "enterprise" ("企业", "Enterprise"),
        Department = "department" ("部门", "Department"),
        Territorial = "territorial" ("属地", "Territorial body"),
        Leader = "leader" ("挂点领导", "Leader"),
        Auditor = "auditor" ("审计", "Auditor"),
        Administrator = "administrator" ("平台管理员", "Administrator"),
    }
}

spelled! {
    /// A person's role in an organisation.
    Role {
        SafetyOfficer = "safety_officer" ("安全员", "Safety officer"),
        Principal = "principal" ("主要负责人", "Principal"),
        Inspector = "inspector" ("检查员", "Inspector"),
        Manager = "manager" ("管理员", "Manager"),
        Leader = "leader" ("挂点领导", "Leader"),
        Auditor = "auditor" ("审计", "Auditor"),
        Administrator = "administrator" ("平台管理员", "Administrator"),
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

//! Code lists that national standards fix.
use crate::domain::spelled::spelled;

spelled! {
    /// Section of GB/T 4754-2017: the branch of the economy.
    Industry {
        Agriculture = "A" ("农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
        Mining = "B" ("采矿业", "Mining"),
        Manufacturing = "C" ("制造业", "Manufacturing"),
        Utilities = "D" ("电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water"),
        Construction = "E" ("建筑业", "Construction"),
        Trade = "F" ("批发和零售业", "Wholesale and retail trade"),
        Transport = "G" ("交通运输、仓储和邮政业", "Transport, storage and post"),
        Catering = "H" ("住宿和餐饮业", "Accommodation and catering"),
        Information = "I" ("信息传输、软件和信息技术服务业", "Information transmission, software and IT services"),
        Finance = "J" ("金融业", "Finance"),
        RealEstate = "K" ("房地产业", "Real estate"),
        Leasing = "L" ("租赁和商务服务业", "Leasing and business services"),
        Research = "M" ("科学研究和技术服务业", "Research and technical services"),
        PublicFacilities = "N" ("水利、环境和公共设施管理业", "Water conservancy, environment and public facilities"),
        ResidentServices = "O" ("居民服务、修理和其他服务业", "Resident services, repair and other services"),
        Education = "P" ("教育", "Education"),
        Health = "Q" ("卫生和社会工作", "Health and social work"),
        Culture = "R" ("文化、体育和娱乐业", "Culture, sports and entertainment"),
        PublicAdministration = "S" ("公共管理、社会保障和社会组织", "Public administration, social security and social organisations"),
        International = "T" ("国际组织", "International organisations"),
    }
}

spelled! {
    /// What may happen, or happened: GB 6441.
    AccidentType {
        StruckByObject = "struck_by_object" ("物体打击", "Struck by object"),
        VehicleInjury = "vehicle_injury" ("车辆伤害", "Vehicle injury"),
        MachineryInjury = "machinery_injury" ("机械伤害", "Machinery injury"),
        LiftingInjury = "lifting_injury" ("起重伤害", "Lifting injury"),
        ElectricShock = "electric_shock" ("触电", "Electric shock"),
        Drowning = "drowning" ("淹溺", "Drowning"),
        Scald = "scald" ("灼烫", "Scald"),
        Fire = "fire" ("火灾", "Fire"),
        FallFromHeight = "fall_from_height" ("高处坠落", "Fall from height"),
        Collapse = "collapse" ("坍塌", "Collapse"),
        RoofFall = "roof_fall" ("冒顶片帮", "Roof fall"),
        WaterInrush = "water_inrush" ("透水", "Water inrush"),
        Blasting = "blasting" ("爆破", "Blasting"),
        GunpowderExplosion = "gunpowder_explosion" ("火药爆炸", "Gunpowder explosion"),
        GasExplosion = "gas_explosion" ("瓦斯爆炸", "Gas explosion"),
        BoilerExplosion = "boiler_explosion" ("锅炉爆炸", "Boiler explosion"),
        VesselExplosion = "vessel_explosion" ("容器爆炸", "Vessel explosion"),
        OtherExplosion = "other_explosion" ("其他爆炸", "Other explosion"),
        PoisoningAndAsphyxiation = "poisoning_asphyxiation" ("中毒和窒息", "Poisoning and asphyxiation"),
        OtherInjury = "other_injury" ("其他伤害", "Other injury"),
    }
}

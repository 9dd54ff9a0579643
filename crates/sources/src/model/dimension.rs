//! What the cells of a cube are counted by.

use super::{Age, Area, Sex};
use crate::json::Json;

/// What a dimension means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Where: a country, county, municipality, school.
    Area,
    /// Women, men, all.
    Sex,
    /// How old.
    Age,
    /// When.
    Period,
    /// What is measured.
    Measure,
    /// In what unit.
    Unit,
    /// Anything else.
    #[default]
    Other,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [Self::Area, Self::Sex, Self::Age, Self::Period, Self::Measure, Self::Unit, Self::Other];

    /// Its name in files and mappings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Period => "period",
            Self::Measure => "measure",
            Self::Unit => "unit",
            Self::Other => "other",
        }
    }

    /// Reads its name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What a heading most likely means, in Swedish or English.
    pub fn of_heading(heading: &str) -> Self {
        let plain = heading.trim().to_lowercase();
        match plain.as_str() {
            "region" | "regionid" | "regioner" | "area" | "område" | "kommun" | "kommunkod" | "kommuner"
            | "municipality" | "municipality_id" | "municipality_code" | "municipality code" | "län" | "länskod"
            | "county" | "county code" | "geo" | "geography" | "country" | "regionkod" | "skolenhet"
            | "skolenhetskod" | "ou" | "områdeskod" => Self::Area,
            "kön" | "kon" | "konid" | "sex" | "gender" => Self::Sex,
            "ålder" | "alder" | "alderid" | "age" | "åldersgrupp" | "åldersklass" | "age group" => Self::Age,
            "tid" | "år" | "ar" | "year" | "time" | "period" | "månad" | "month" | "kvartal" | "quarter" | "läsår"
            | "school year" | "termin" | "datum" | "date" | "mätår" => Self::Period,
            "contentscode" | "tabellinnehåll" | "contents" | "measure" | "mått" | "matt" | "mattid" | "indicator"
            | "indicator_id" | "indikator" | "nyckeltal" | "kpi" | "concept" | "observations" => Self::Measure,
            "enhet" | "unit" => Self::Unit,
            _ => Self::Other,
        }
    }
}

/// A unit of measurement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// What one is called.
    pub label: Option<String>,
    /// How many decimals the source gives.
    pub decimals: Option<u8>,
    /// What the source said beyond that, as it was.
    pub extra: Vec<(String, Json)>,
}

impl Unit {
    /// What one is called: the label, or what PxWeb calls its base.
    pub fn name(&self) -> Option<&str> {
        let base = || self.extra.iter().find(|(name, _)| name == "base").and_then(|(_, base)| base.text());
        self.label.as_deref().or_else(base).filter(|name| !name.is_empty())
    }
}

/// One category of a dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Category {
    /// The source's code.
    pub code: String,
    /// What people call it.
    pub label: Option<String>,
    /// Codes of the categories it consists of.
    pub children: Vec<String>,
    /// Its unit, of a measure.
    pub unit: Option<Unit>,
    /// Notes on it: a break in the series stands at the first period after it.
    pub notes: Vec<String>,
    /// Longitude and latitude.
    pub coordinates: Option<(f64, f64)>,
}

impl Category {
    /// A category with a code and nothing else.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }

    /// A category with a code and a label.
    pub fn labelled(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: Some(label.into()), ..Self::default() }
    }

    /// What people call it; the code where there is no label.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.code)
    }

    /// What must follow its figures in words: its unit, and the notes on it.
    pub fn remarks(&self) -> Vec<String> {
        let unit = self.unit.as_ref().and_then(Unit::name).map(|unit| format!("unit: {unit}"));
        unit.into_iter().chain(self.notes.iter().cloned()).collect()
    }
}

/// A dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimension {
    /// The source's code.
    pub code: String,
    /// What people call it.
    pub label: Option<String>,
    /// What it means.
    pub role: Role,
    /// Its categories.
    pub categories: Vec<Category>,
    /// Notes on it.
    pub notes: Vec<String>,
    /// The code of the category that is all the others together, where the source says so.
    pub total: Option<String>,
    /// What the source said beyond the model, as it was.
    pub extra: Vec<(String, Json)>,
}

impl Dimension {
    /// A dimension with a code, a label and a known meaning.
    pub fn labelled(code: &str, label: &str, role: Role, categories: Vec<Category>) -> Self {
        Self { code: code.to_owned(), label: Some(label.to_owned()), role, categories, ..Self::default() }
    }

    /// A dimension with a code, whose meaning is guessed from it.
    pub fn new(code: impl Into<String>, categories: Vec<Category>) -> Self {
        let code = code.into();
        let role = Role::of_heading(&code);
        Self { code, role, categories, ..Self::default() }
    }

    /// What people call it; the code where there is no label.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.code)
    }

    /// Which category has this code. Slow: for asking about single cells.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.categories.iter().position(|category| category.code == code)
    }

    /// The category that is all the others together, if one is.
    pub fn total_index(&self) -> Option<usize> {
        if let Some(total) = &self.total {
            return self.find(total);
        }
        let is_total = |category: &Category| match self.role {
            Role::Sex => Sex::parse(&category.code) == Some(Sex::All),
            Role::Age => Age::parse(&category.code) == Some(Age::All),
            Role::Area | Role::Period | Role::Measure | Role::Unit | Role::Other => false,
        };
        self.categories.iter().position(is_total)
    }

    /// The categories that may be summed without counting anyone twice, or what speaks against it.
    pub fn summable(&self) -> Result<Vec<usize>, String> {
        let total = self.total_index();
        let parts: Vec<(usize, &Category)> =
            self.categories.iter().enumerate().filter(|(index, _)| Some(*index) != total).collect();
        if let Some((_, parent)) = parts.iter().find(|(_, category)| !category.children.is_empty()) {
            return Err(format!("{} consists of other categories", parent.code));
        }
        match self.role {
            Role::Age => {
                let ages: Vec<(&str, Age)> = parts
                    .iter()
                    .map(|(_, category)| {
                        Age::of(category).map(|age| (category.code.as_str(), age)).ok_or_else(|| category.code.clone())
                    })
                    .collect::<Result<_, _>>()
                    .map_err(|code| format!("{code} is no age that we understand"))?;
                if let Some((left, right)) = Age::overlap(&ages) {
                    return Err(format!("the ages {left} and {right} overlap"));
                }
            }
            Role::Period => return Err("periods are not parts of a whole".to_owned()),
            Role::Measure | Role::Unit => return Err("measures are not parts of a whole".to_owned()),
            Role::Area => {
                let level = |category: &Category| std::mem::discriminant(&Area::guess(&category.code));
                let first = parts.first().map(|(_, category)| level(category));
                if let Some((_, other)) = parts.iter().find(|(_, category)| Some(level(category)) != first) {
                    return Err(format!("{} is an area of another level than the first", other.code));
                }
            }
            Role::Sex | Role::Other => {
                let all = |text: &str| Sex::parse(text) == Some(Sex::All) && text.trim() != "3" && text.trim() != "00";
                let second = |category: &Category| {
                    category.label.as_deref().is_some_and(all) || (self.role == Role::Sex && all(&category.code))
                };
                if let Some((_, other)) = parts.iter().find(|(_, category)| second(category)) {
                    return Err(format!("{} is a total too", other.code));
                }
            }
        }
        Ok(parts.into_iter().map(|(index, _)| index).collect())
    }

    /// Whether these categories are surely the whole: both sexes, or ages from nought with no upper end and none left out. Of
    /// anything else only some may have been selected, so their sum may be less than the total.
    pub fn is_whole(&self, parts: &[usize]) -> bool {
        let parts: Vec<&Category> = parts.iter().filter_map(|index| self.categories.get(*index)).collect();
        match self.role {
            Role::Sex => [Sex::Women, Sex::Men].into_iter().all(|sex| {
                parts.iter().any(|category| {
                    let label = category.label.as_deref().and_then(Sex::parse);
                    label.or_else(|| Sex::parse(&category.code)) == Some(sex)
                })
            }),
            Role::Age => {
                let mut bands: Vec<(u8, Option<u8>)> = Vec::new();
                for category in parts {
                    match Age::of(category) {
                        Some(Age::Band { from, to }) => bands.push((from, to)),
                        Some(Age::All) | None => return false,
                    }
                }
                bands.sort_unstable();
                let begins = bands.first().is_some_and(|(from, _)| *from == 0);
                let ends = bands.last().is_some_and(|(_, to)| to.is_none());
                let joined = bands.windows(2).all(|pair| match pair {
                    [(_, Some(to)), (from, _)] => to.checked_add(1) == Some(*from),
                    _ => false,
                });
                begins && ends && joined
            }
            Role::Area | Role::Period | Role::Measure | Role::Unit | Role::Other => false,
        }
    }
}

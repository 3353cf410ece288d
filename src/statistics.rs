//! The numbers of a report: each keeps its digits and its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Location;
pub use crate::field::Value;
use crate::field::{Field, FieldId, FieldPath, Fields};

/// The numbers of a form, each at the place of its field; one that could not be read is missing.
#[derive(Debug, Clone)]
pub struct Statistics {
    fields: Arc<Fields>,
    numbers: Vec<Option<Number>>,
    /// Numbers of which only the sum is known: several fields of this form were one of last
    /// year's.
    together: Vec<(Vec<FieldId>, Number)>,
}

/// One number and where it came from.
#[derive(Debug, Clone)]
pub struct Number {
    /// The number.
    pub value: Value,
    /// Where it was written; none where the program computed it.
    pub location: Option<Location>,
}

impl Statistics {
    /// No number yet for any of `fields`.
    pub fn new(fields: Arc<Fields>) -> Statistics {
        Statistics { numbers: vec![None; fields.len()], fields, together: Vec::new() }
    }

    /// The same numbers in the fields of another form. `before` is the path here of a field there;
    /// what has none is left behind.
    pub fn laid_on(
        &self,
        fields: &Arc<Fields>,
        before: impl Fn(&Field) -> Option<FieldPath>,
    ) -> Statistics {
        let mut places: BTreeMap<FieldPath, Vec<FieldId>> = BTreeMap::new();
        for id in fields.ids() {
            if let Some(path) = before(&fields[id]) {
                places.entry(path).or_default().push(id);
            }
        }
        let mut laid = Statistics::new(Arc::clone(fields));
        for (path, ids) in places {
            let Some(number) = self.find(path.as_str()) else { continue };
            match ids.as_slice() {
                [one] => laid.set(*one, number.clone()),
                _ => laid.together.push((ids, number.clone())),
            }
        }
        laid
    }

    /// The numbers whose sum is that of these fields; none where one is not known, or only together
    /// with others.
    pub fn terms(&self, ids: &[FieldId]) -> Option<Vec<&Number>> {
        let mut numbers = Vec::new();
        let mut left = ids.to_vec();
        for (members, number) in &self.together {
            if members.iter().all(|id| left.contains(id)) {
                left.retain(|id| !members.contains(id));
                numbers.push(number);
            }
        }
        for id in left {
            numbers.push(self.get(id)?);
        }
        Some(numbers)
    }

    /// Whether a field has a number, alone or together with others.
    pub fn knows(&self, id: FieldId) -> bool {
        self.get(id).is_some() || self.together.iter().any(|(ids, _)| ids.contains(&id))
    }

    /// The form's fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The number of a field.
    pub fn get(&self, id: FieldId) -> Option<&Number> {
        self.numbers.get(id.index())?.as_ref()
    }

    /// The number at `path`.
    pub fn find(&self, path: &str) -> Option<&Number> {
        self.get(self.fields.find(path)?)
    }

    /// Puts a number into its field.
    pub fn set(&mut self, id: FieldId, number: Number) {
        if let Some(place) = self.numbers.get_mut(id.index()) {
            *place = Some(number);
        }
    }

    /// The paths of the numbers that are there, in the order of the form.
    pub fn paths(&self) -> impl Iterator<Item = &FieldPath> {
        self.iter().map(|(id, _)| &self.fields[id].path)
    }

    /// The numbers that are there, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Number)> {
        self.fields.ids().filter_map(|id| Some((id, self.get(id)?)))
    }
}

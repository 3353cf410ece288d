//! One TOML file over another, key by key.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// The key by which the members of two arrays are one and the same.
const ID: &str = "id";
/// The key that names members of the base's arrays which the file above has not.
const DROP: &str = "drop";

/// Lays `own` over `base`: a table key by key, an array whose members have ids member by member,
/// anything else as a whole. `drop`, a list of ids, takes members of the base away. The error is
/// the place of an id there that the base has not.
pub(super) fn lay_over<'i>(
    mut own: DeTable<'i>,
    mut base: DeTable<'i>,
) -> Result<DeTable<'i>, Spanned<String>> {
    if let Some(list) = own.remove(DROP) {
        drop_members(&list, &mut base)?;
    }
    let mut laid = DeTable::new();
    for (key, below) in base {
        let value = match own.remove_entry(key.get_ref().as_ref()) {
            None => below,
            Some((_, above)) => over(above, below)?,
        };
        laid.insert(key, value);
    }
    laid.extend(own);
    Ok(laid)
}

fn over<'i>(
    above: Spanned<DeValue<'i>>,
    below: Spanned<DeValue<'i>>,
) -> Result<Spanned<DeValue<'i>>, Spanned<String>> {
    let span = above.span();
    let value = match (above.into_inner(), below.into_inner()) {
        (DeValue::Table(above), DeValue::Table(below)) => DeValue::Table(lay_over(above, below)?),
        (DeValue::Array(above), DeValue::Array(below)) if has_ids(&above) && has_ids(&below) => {
            DeValue::Array(members(above, below)?)
        }
        (above, _) => above,
    };
    Ok(Spanned::new(span, value))
}

/// The members of both: those of one id laid over each other at the base's place, new ones behind.
fn members<'i>(above: DeArray<'i>, below: DeArray<'i>) -> Result<DeArray<'i>, Spanned<String>> {
    let mut above: Vec<Spanned<DeValue<'i>>> = above.into_iter().collect();
    let mut all = DeArray::new();
    for member in below {
        let same = above.iter().position(|own| id(own.get_ref()) == id(member.get_ref()));
        all.push(match same {
            Some(at) => over(above.remove(at), member)?,
            None => member,
        });
    }
    above.into_iter().for_each(|own| all.push(own));
    Ok(all)
}

fn drop_members<'i>(
    list: &Spanned<DeValue<'i>>,
    base: &mut DeTable<'i>,
) -> Result<(), Spanned<String>> {
    let DeValue::Array(dropped) = list.get_ref() else {
        return Err(Spanned::new(list.span(), String::new()));
    };
    for name in dropped {
        let wanted = name.get_ref().as_str();
        let mut count = 0;
        for (_, value) in base.iter_mut() {
            let DeValue::Array(array) = value.get_mut() else { continue };
            let before = array.len();
            let members = std::mem::replace(array, DeArray::new()).into_iter();
            *array = members.filter(|it| wanted.is_none() || id(it.get_ref()) != wanted).collect();
            count += before - array.len();
        }
        if count == 0 {
            return Err(Spanned::new(name.span(), wanted.unwrap_or_default().to_owned()));
        }
    }
    Ok(())
}

fn has_ids(array: &DeArray<'_>) -> bool {
    array.iter().all(|member| id(member.get_ref()).is_some())
}

fn id<'v>(value: &'v DeValue<'_>) -> Option<&'v str> {
    value.as_table()?.get(ID)?.get_ref().as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(own: &str, base: &str) -> Result<toml::Table, String> {
        let read = |text| DeTable::parse(text).expect("TOML").into_inner();
        let laid = lay_over(read(own), read(base)).map_err(|id| id.into_inner())?;
        let text = toml::de::Deserializer::from(Spanned::new(0..0, laid));
        Ok(serde::Deserialize::deserialize(text).expect("a table"))
    }

    #[test]
    fn tables_are_laid_key_by_key_and_arrays_by_id() {
        let base =
            "a = 1\n[t]\nx = 1\ny = [1, 2]\n[[r]]\nid = \"p\"\nv = 1\n[[r]]\nid = \"q\"\nv = 2";
        let own = "b = 2\n[t]\ny = [3]\n[[r]]\nid = \"n\"\nv = 9\n[[r]]\nid = \"p\"\nv = 5";
        let wanted = "a = 1\nb = 2\n[t]\nx = 1\ny = [3]\n[[r]]\nid = \"p\"\nv = 5\n\
                      [[r]]\nid = \"q\"\nv = 2\n[[r]]\nid = \"n\"\nv = 9";
        assert_eq!(laid(own, base), Ok(toml::from_str(wanted).expect("TOML")));
        let left = laid("drop = [\"p\"]", base).expect("laid");
        assert_eq!(left["r"].as_array().map(Vec::len), Some(1));
        assert_eq!(laid("drop = [\"z\"]", base), Err("z".to_owned()));
    }
}

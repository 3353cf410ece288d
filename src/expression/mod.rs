//! What may stand in `{{ … }}`: paths of numbers, `previous.` paths, whole numbers, `+ - *` and
//! parentheses, `growth(path)` and `change(path)`, both with `digits=`.
//!
//! Whole numbers are calculated with exactly, in 128 bits. An amount is printed as it is written
//! and is nothing to calculate with. Parentheses are kept on a stack of their own, so that no depth
//! of them can end the program.

mod calculate;
mod numbers;
mod tokens;

use std::ops::Range;

use calculate::{Operand, calculate};
use numbers::NoNumber;
pub(crate) use numbers::Numbers;
use tokens::{CHANGE, GROWTH, RESERVED, Token, tokens};

use crate::diagnostic::Diagnostic;
use crate::{finding, say};

/// A finding and the bytes of the expression that it is about; none where it is about all of it.
pub(crate) type Misprint = (Option<Range<usize>>, Diagnostic);

/// The most characters that an expression may have: a form has no sum that needs more.
const LONGEST: usize = 200;

/// What an expression prints, or what is wrong with it: nothing, where a number that it names could
/// not be read.
pub(crate) fn evaluate(text: &str, numbers: Numbers<'_>) -> Result<String, Vec<Misprint>> {
    let whole = |finding: Diagnostic| vec![(None, finding)];
    if text.chars().count() > LONGEST {
        let finding = finding!("binding-syntax.long", most = LONGEST);
        return Err(whole(finding.hint(say!("expression-form"))));
    }
    let tokens = tokens(text);
    let names = tokens.iter().filter_map(|(token, range)| match token {
        Token::Name(name) if !RESERVED.contains(name) => Some((*name, range)),
        _ => None,
    });
    let mut misnamed: Vec<Misprint> = Vec::new();
    let mut unread = false;
    for (name, range) in names {
        match numbers.find(name) {
            Ok(_) => {}
            Err(NoNumber::Unread) => unread = true,
            Err(NoNumber::Misnamed(finding)) => misnamed.push((Some(range.clone()), *finding)),
        }
    }
    if unread || !misnamed.is_empty() {
        return Err(misnamed);
    }
    let compares = |token: &Token| matches!(token, Token::Name(GROWTH | CHANGE));
    if numbers.previous.is_none() && tokens.iter().any(|(token, _)| compares(token)) {
        return Err(whole(finding!("binding-previous.number", name = text.trim())));
    }
    calculate(&tokens, numbers).map(Operand::print).map_err(|fault| whole(fault.finding()))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use proptest::prelude::*;

    use super::*;
    use crate::field::{Field, FieldKind, FieldPath, Fields, Label};
    use crate::layout::Layouts;
    use crate::statistics::{Number, Statistics, Value};

    fn statistics(numbers: &[(&str, &str)]) -> Statistics {
        let field = |(path, text): &(&str, &str)| {
            let kind = if text.contains('.') { FieldKind::Amount } else { FieldKind::Change };
            let label = Label { table: String::new(), row: Vec::new(), head: Vec::new() };
            Field::new(FieldPath::new(path), kind, label)
        };
        let fields = Fields::new(numbers.iter().map(field).collect()).expect("each path once");
        let mut statistics = Statistics::new(Arc::new(fields));
        for (path, text) in numbers {
            let value =
                text.parse().map_or_else(|_| Value::Amount((*text).to_owned()), Value::Change);
            let id = statistics.fields().find(path).expect("a field");
            statistics.set(id, Number { value, location: None });
        }
        statistics
    }

    /// What an expression prints, or the codes and messages of its findings.
    fn read(text: &str, with_last_year: bool) -> Result<String, Vec<String>> {
        let now = statistics(&[
            ("a.total", "105"),
            ("a.new", "99999"),
            ("b.change", "-3"),
            ("fees.amount", "96171.60"),
            ("same", "7"),
            ("from.zero", "4"),
            ("only.now", "1"),
        ]);
        let last = statistics(&[
            ("a.total", "100"),
            ("a.new", "100000"),
            ("b.change", "2"),
            ("fees.amount", "48085.80"),
            ("same", "7"),
            ("from.zero", "0"),
        ]);
        let layout = LAYOUTS.newest().expect("a layout");
        let previous = Some(&last).filter(|_| with_last_year);
        evaluate(text, Numbers { now: &now, previous, words: &layout.form.words }).map_err(
            |faults| {
                faults
                    .iter()
                    .map(|(_, finding)| format!("{}: {}", finding.code, finding.message.in_file()))
                    .collect()
            },
        )
    }

    static LAYOUTS: LazyLock<Layouts> =
        LazyLock::new(|| crate::files::load_layouts(&[]).expect("the built-in layouts"));

    #[test]
    fn what_is_documented_is_understood() {
        for (text, printed) in [
            (" a.total ", "105"),
            ("fees.amount", "96171.60"),
            ("a.total + same", "112"),
            ("a.total - same * 2", "91"),
            ("(a.total - same) * 2", "196"),
            ("1 - 2 - 3", "-4"),
            ("2*3+4*5", "26"),
            ("((((7))))", "7"),
            ("b.change", "-3"),
            ("a.total - previous.a.total", "5"),
            ("growth(a.total)", "5.00%"),
            ("growth( a.total , digits = 0 )", "5%"),
            ("change(a.total)", "增长5.00%"),
            ("(change(same))", "持平"),
            ("change(a.new)", "下降0.00%"),
            ("growth(a.new)", "0.00%"),
            ("change(fees.amount, digits=1)", "增长100.0%"),
        ] {
            assert_eq!(read(text, true).as_deref(), Ok(printed), "{text}");
        }
    }

    #[test]
    fn what_is_not_is_a_finding_in_words_that_say_why() {
        let written = |problem: &str| format!("binding-syntax: 算式写法不对：{problem}");
        let result = |problem: &str| format!("binding-syntax: 算式算不出：{problem}");
        for (text, told) in [
            ("", written("没有写完")),
            ("a.total +", written("没有写完")),
            ("growth(a.total", written("没有写完")),
            ("growth", written("没有写完")),
            ("(a.total", written("括号没有配成对")),
            ("a.total)", written("括号没有配成对")),
            ("-a.total", written("“-”不能写在这里")),
            ("a.total ＋ 1", written("“＋”不能写在这里")),
            ("1.5", written("“.”不能写在这里")),
            ("a.total.", written("“.”不能写在这里")),
            ("'12'", written("“'”不能写在这里")),
            ("a.total % 2", written("“%”不能写在这里")),
            ("a.total same", written("“same”不能写在这里")),
            ("growth(growth)", written("“growth”不能写在这里")),
            ("growth(a.total, places=2)", "binding-unknown: 没有“places”这个数".to_owned()),
            ("digits", written("“digits”不能写在这里")),
            ("a.total / 3", "binding-syntax: 结果不是整数".to_owned()),
            ("fees.amount + 1", result("金额和增长率不能再计算")),
            ("growth(a.total) + 1", result("金额和增长率不能再计算")),
            ("growth(previous.a.total)", result("括号中只写路径，前面不加 previous.")),
            ("growth(only.now)", result("“only.now”不是两年都有的数")),
            ("growth(from.zero)", result("上年是 0，没有增长率")),
            ("growth(a.total, digits=7)", result("小数位数最多 6 位")),
            ("growth(a.total, digits=99999999999)", result("小数位数最多 6 位")),
            (&"9".repeat(60), result("数字太大")),
            (&format!("{0} * {0}", "9".repeat(38)), result("数字太大")),
            ("a", "binding-unknown: 没有“a”这个数".to_owned()),
        ] {
            assert_eq!(read(text, true), Err(vec![told]), "{text}");
        }
        let without = |text| read(text, false).unwrap_err();
        assert_eq!(
            without("growth(a.total)"),
            ["binding-previous: “growth(a.total)”要用上年的报告"]
        );
        assert_eq!(
            without("previous.same + x"),
            ["binding-previous: “previous.same”要用上年的报告", "binding-unknown: 没有“x”这个数"]
        );
    }

    #[test]
    fn no_length_and_no_depth_ends_the_program() {
        for text in ["(", "-", "1+", "1-(", "growth(", "((1)*"].map(|piece| piece.repeat(100_000)) {
            let faults = read(&text, true).unwrap_err();
            assert_eq!(faults, ["binding-syntax: 算式太长，最多 200 个字符"]);
        }
        let deep = format!("{}1{}", "(".repeat(99), ")".repeat(99));
        assert_eq!(read(&deep, true).as_deref(), Ok("1"));
    }

    proptest! {
        #[test]
        fn nothing_typed_ends_the_program(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&String::from_utf8_lossy(&bytes), true);
        }

        #[test]
        fn no_order_of_pieces_ends_the_program(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a.total", "fees.amount", "growth", "change", "digits", "previous.same",
                "(", ")", "+", "-", "*", "/", ",", "=", "7", " ", ".",
                "9999999999999999999999999999999", "甲",
            ]), 0..30))
        {
            let _ = read(&pieces.concat(), true);
        }

        #[test]
        fn sums_are_those_of_whole_numbers(a in 0_i64..999, b in 0_i64..999, c in 0_i64..999) {
            let told = read(&format!("{a} + {b} * {c} - ({c} - {a} * 2)"), true);
            prop_assert_eq!(told, Ok((a + b * c - (c - a * 2)).to_string()));
        }
    }
}

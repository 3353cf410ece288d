//! Every character of GB 18030—2022 level 2 has a glyph in every role.

use nianbao::files::load_layouts;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::Role;

/// Of the 8,105 characters of 通用规范汉字表 those outside of the two blocks below.
const RARE: &str = "\
    鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡\
    𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂\
    𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃\
    𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓\
";

/// Marks that reports use, full width and half width.
const MARKS: &str = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～￥％＋－×÷＝＜＞℃°′″㎡①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑳ⅠⅡⅢⅣⅤ→←↑↓□■○●△▲☆★※№々〇";

#[test]
fn every_character_of_gb_18030_level_2_has_a_glyph_in_every_role() {
    let fonts = Fonts::new(FoundFonts::default());
    let blocks = ('\u{4e00}'..='\u{9fa5}').chain('\u{3400}'..='\u{4db5}');
    let all: Vec<char> = blocks.chain(RARE.chars()).chain(MARKS.chars()).chain('!'..='~').collect();
    assert!(all.len() > 27_584 + 196, "all of level 1 and what level 2 adds");
    let layouts = load_layouts(&[]).expect("the built-in layouts");
    for layout in layouts.iter() {
        for role in Role::ALL {
            let faces = fonts.resolve(&layout.look, role).expect("the role's faces");
            let missing: String = all.iter().filter(|c| !fonts.covers(&faces, **c)).collect();
            assert!(missing.is_empty(), "{}: {} lacks {missing}", layout.form.id, role.name());
        }
    }
}

//! Source files as far as tests need them: what they name, define and say.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bench::root;

/// A source file.
pub struct File {
    /// Its path below the project's folder.
    pub path: String,
    /// Its module below the crate.
    pub module: Vec<String>,
    /// As it is.
    pub text: String,
    /// Without comments and tests.
    pub said: String,
    /// The paths below the crate that it names.
    pub paths: Vec<Vec<String>>,
    /// What it passes on from elsewhere: name → path.
    pub passed_on: BTreeMap<String, Vec<String>>,
    /// Types that it defines.
    pub types: Vec<String>,
    /// Macros that it gives to the whole crate.
    pub macros: Vec<String>,
}

/// Every Rust file below `folder`, by path.
pub fn read(folder: &Path) -> Vec<File> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder of the project")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(read(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(File::read(&path));
        }
    }
    files
}

impl File {
    fn read(path: &Path) -> File {
        let text = std::fs::read_to_string(path).expect("a source file");
        let path = path.strip_prefix(root()).expect("a path of the project");
        let path = path.to_str().expect("a path in UTF-8").replace('\\', "/");
        let inside = path.strip_prefix("src/").unwrap_or(&path).trim_end_matches(".rs");
        let module: Vec<String> = inside
            .split('/')
            .filter(|name| !matches!(*name, "mod" | "lib" | "main"))
            .map(str::to_owned)
            .collect();
        let said = without_tests(&without_comments(&text));
        let mut file = File {
            path,
            module: module.clone(),
            text,
            paths: Vec::new(),
            passed_on: BTreeMap::new(),
            types: Vec::new(),
            macros: Vec::new(),
            said: String::new(),
        };
        file.look_through(&tokens(&said), &module);
        file.said = said;
        file
    }

    /// Takes what stands in the module `module`, inline modules too.
    fn look_through(&mut self, tokens: &[String], module: &[String]) {
        let children: Vec<&String> = tokens
            .windows(3)
            .filter(|three| three[0] == "mod" && three[2] == ";")
            .map(|three| &three[1])
            .collect();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            let word = |place: usize| rest.get(place).map_or("", String::as_str);
            match word(0) {
                "mod" if word(2) == "{" => {
                    let length = inside_braces(&rest[2..]);
                    let inner = [module, &rest[1..2]].concat();
                    self.look_through(&rest[3..2 + length - 1], &inner);
                    at += 2 + length;
                    continue;
                }
                "struct" | "enum" | "trait" => self.types.push(word(1).to_owned()),
                "macro_rules" => self.macros.push(word(2).to_owned()),
                "use" => {
                    let public = at > 0 && matches!(tokens[at - 1].as_str(), "pub" | ")");
                    let mut uses = Vec::new();
                    let mut place = 1;
                    tree(rest, &mut place, &[], &mut uses);
                    for path in uses {
                        self.take(&path, module, &children, public);
                    }
                    at += place;
                    continue;
                }
                _ if word(1) == "::" && (at == 0 || tokens[at - 1] != "::") => {
                    let mut path = vec![word(0).to_owned()];
                    while word(path.len() * 2 - 1) == "::" && is_name(word(path.len() * 2)) {
                        path.push(word(path.len() * 2).to_owned());
                    }
                    self.take(&path, module, &children, false);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Takes a path as it stands in `module`, where it leads into the crate.
    fn take(&mut self, path: &[String], module: &[String], children: &[&String], public: bool) {
        let up = path.iter().take_while(|name| *name == "super").count();
        let full = match path[0].as_str() {
            "crate" => path[1..].to_vec(),
            "self" => [module, &path[1..]].concat(),
            "super" => [&module[..module.len().saturating_sub(up)], &path[up..]].concat(),
            _ if children.contains(&&path[0]) => [module, path].concat(),
            _ => return,
        };
        if let Some(name) = full.last().filter(|_| public) {
            self.passed_on.insert(name.clone(), full.clone());
        }
        self.paths.push(full);
    }
}

/// Reads what stands behind `use` from `at` on, and adds each path of it to `list`.
fn tree(tokens: &[String], at: &mut usize, before: &[String], list: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(*at) {
        *at += 1;
        match token.as_str() {
            "::" | "*" => {}
            "as" => *at += 1,
            "{" => loop {
                tree(tokens, at, &path, list);
                *at += 1;
                if matches!(tokens.get(*at - 1).map(String::as_str), Some("}") | None) {
                    return;
                }
            },
            "," | "}" | ";" => {
                *at -= 1;
                break;
            }
            "self" if !path.is_empty() => {}
            name => path.push(name.to_owned()),
        }
    }
    if path.len() > before.len() || tokens.get(*at - 1).is_some_and(|token| token == "self") {
        list.push(path);
    }
}

/// Names, `::` and single marks; texts are left out.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => literal(rest).max(1),
            'r' | 'b' if literal(rest) > 0 => literal(rest),
            '\'' => literal(rest).max(1),
            _ if is_name(&rest[..first.len_utf8()]) => {
                rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len())
            }
            ':' if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        let token = &rest[..length];
        if token.trim() == token && !token.starts_with(['"', '\'']) && literal(token) == 0 {
            tokens.push(token.to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphanumeric())
}

/// How long the text or character is that `code` begins with, in bytes; 0 where it begins with
/// none.
pub fn literal(code: &str) -> usize {
    let bare = code.trim_start_matches('b');
    let prefix = code.len() - bare.len();
    let hashes =
        bare.strip_prefix('r').map_or(0, |rest| rest.len() - rest.trim_start_matches('#').len());
    if prefix < 2 && bare.starts_with('r') && bare[1 + hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let begin = 2 + hashes;
        return bare[begin..].find(&end).map_or(code.len(), |at| prefix + begin + at + end.len());
    }
    let quote = bare.chars().next().filter(|c| prefix < 2 && matches!(c, '"' | '\''));
    let Some(quote) = quote else { return 0 };
    let mut escaped = false;
    for (index, (at, c)) in bare.char_indices().skip(1).enumerate() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return prefix + at + 1,
            _ if quote == '\'' && index > 0 && !bare.starts_with("'\\") => return 0, // a lifetime
            _ => {}
        }
    }
    0
}

fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '"' | '\'' => literal(rest).max(1),
            'r' | 'b' if !code.ends_with(|c: char| c == '_' || c.is_alphanumeric()) => {
                literal(rest).max(1)
            }
            _ => first.len_utf8(),
        };
        code.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    code
}

/// `code` without what only tests see, which stands at the end of a file.
fn without_tests(code: &str) -> String {
    code.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// How many tokens there are up to the brace that closes the first one.
fn inside_braces(tokens: &[String]) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return index + 1,
            "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

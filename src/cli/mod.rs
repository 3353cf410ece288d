//! What can be typed, and its help. Nothing here runs.

mod form;
mod import;
mod language;
mod merge;
mod seen;
mod write;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use self::form::FormOptions;
pub use self::import::Import;
pub use self::language::{LanguageChoice, asked};
pub use self::merge::{Merge, RevisionChoice};
pub use self::seen::{Preview, Watch};
pub use self::write::{Format, WriteOptions};

const HELP: &str = "\
{about-with-newline}
用法：{usage}

{all-args}{after-help}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "nianbao",
    version,
    about = "年报编译器：把 report.json 中的统计数据和 narrative.md 中的文字编成政府信息公开工作年度报告（PDF 和 DOCX）",
    help_template = HELP,
    override_usage = "nianbao <命令> [选项]",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    after_help = "退出码：0 没有错误；1 有报告存在错误；2 用法、版式、字体或输出文件夹不对；130 按 Ctrl-C 停下"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: CommonOptions,
    /// 显示帮助
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "通用选项")]
pub struct CommonOptions {
    /// 优先使用这个文件夹中的版式，可多次给出
    #[arg(long, value_name = "文件夹", global = true)]
    pub layout_dir: Vec<PathBuf>,
    /// 优先使用这个文件夹中的字体（如方正小标宋、仿宋_GB2312），可多次给出
    #[arg(long, value_name = "文件夹", global = true)]
    pub font_dir: Vec<PathBuf>,
    /// 也使用系统中的字体
    #[arg(long, global = true)]
    pub system_fonts: bool,
    /// 检查结果的写法：text 给人看；json 每行一个对象；sarif 为 SARIF 2.1.0
    #[arg(
        long,
        value_name = "写法",
        default_value = "text",
        global = true,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub message_format: MessageFormat,
    /// 程序用哪种语言说话：zh 中文（不写就是它），en 英文；写出的文件总是中文
    #[arg(
        long,
        value_name = "语言",
        default_value = "zh",
        global = true,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub lang: LanguageChoice,
    /// 把警告当作错误
    #[arg(long, global = true)]
    pub deny_warnings: bool,
    /// 只报告问题
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 建立一个待填写的报告文件夹
    #[command(help_template = HELP, override_usage = "nianbao new [选项] <文件夹>")]
    New(New),
    /// 检查报告，不写文件
    #[command(help_template = HELP, override_usage = "nianbao check [选项] <报告>...")]
    Check(Check),
    /// 检查报告并编成文件
    #[command(help_template = HELP, override_usage = "nianbao build [选项] <报告>...")]
    Build(Build),
    /// 把各页画成 PNG 图片，不用 PDF 阅读器就能看
    #[command(help_template = HELP, override_usage = "nianbao preview [选项] <报告>")]
    Preview(Preview),
    /// 边写边看：在本机浏览器中显示各页和检查结果，每次保存后即更新
    #[command(help_template = HELP, override_usage = "nianbao watch [选项] <报告>")]
    Watch(Watch),
    /// 取出 PDF 所带的报告文件夹
    #[command(help_template = HELP, override_usage = "nianbao extract [选项] <PDF>")]
    Extract {
        /// nianbao 编成的 PDF
        #[arg(value_name = "PDF", help_heading = "参数")]
        file: PathBuf,
        /// 要写到的文件夹；不写就与 PDF 同名
        #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
        output: Option<PathBuf>,
    },
    /// 把 DOCX 中的改动、Excel 填报表中的数合并回报告文件夹
    #[command(help_template = HELP, override_usage = "nianbao merge [选项] <报告> <改过的文件>...")]
    Merge(Merge),
    /// 读标准输入的 PDF，逐行写出附件（extract 自己用）
    #[command(hide = true)]
    Attachments,
    /// 把公布的报告（网页、DOCX、PDF）读成报告文件夹
    #[command(help_template = HELP, override_usage = "nianbao import [选项] -o <文件夹> <文件>")]
    Import(Import),
    /// 读标准输入的网页或 PDF，写出段落和表格（import、check 自己用）
    #[command(hide = true)]
    Blocks {
        /// 文件的种类
        kind: String,
    },
    /// 写一份 Excel 填报表：空白的，或填好一份报告的数的
    #[command(help_template = HELP, override_usage = "nianbao form [选项] -o <文件> [报告或版式]")]
    Form(FormOptions),
    /// 把许多机关的统计数据加成上级政府的报告
    #[command(help_template = HELP, override_usage = "nianbao total [选项] -o <文件夹> <报告>...")]
    Total(Total),
    /// 从标准输入逐行读请求，逐行写结果（JSON），供大批处理的系统调用
    #[command(help_template = HELP, override_usage = "nianbao worker [选项]")]
    Worker(Worker),
    /// 输出 report.json 的 JSON Schema，供编辑器补全和检查
    #[command(help_template = HELP, override_usage = "nianbao schema [选项] [版式]")]
    Schema {
        /// 版式名；不写就是最新的
        #[arg(value_name = "版式", help_heading = "参数")]
        layout: Option<String>,
    },
    /// 列出各类文字所用的字体和全部字体
    #[command(help_template = HELP, override_usage = "nianbao fonts [选项]")]
    Fonts,
    /// 说明一种检查结果：是什么、为什么、依据、怎么办、例子
    #[command(help_template = HELP, override_usage = "nianbao explain [选项] [编号]")]
    Explain {
        /// 检查结果方括号中的编号；不写就列出全部
        #[arg(value_name = "编号", help_heading = "参数")]
        code: Option<String>,
    },
    /// 列出版式，或检查一个版式文件夹
    #[command(help_template = HELP, override_usage = "nianbao layouts [选项]")]
    Layouts {
        /// 检查这个版式文件夹，写出空白的表
        #[arg(long, value_name = "文件夹", help_heading = "选项")]
        check: Option<PathBuf>,
        /// 空白的表写在这个文件夹
        #[arg(short, long, value_name = "文件夹", default_value = "out", help_heading = "选项")]
        output: PathBuf,
    },
    /// 输出版式的样式（style.toml），带着每一项的说明
    #[command(help_template = HELP, override_usage = "nianbao style [选项] [版式]")]
    Style {
        /// 版式名；不写就是最新的
        #[arg(value_name = "版式", help_heading = "参数")]
        layout: Option<String>,
    },
    /// 输出命令行补全的脚本
    #[command(help_template = HELP, override_usage = "nianbao completions <外壳>")]
    Completions {
        /// bash、zsh、fish、powershell 或 elvish
        #[arg(value_name = "外壳", help_heading = "参数", hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
    /// 写出手册页（打包用）
    #[command(hide = true)]
    Man {
        /// 要写到的文件夹
        folder: PathBuf,
    },
    /// 显示一个命令的用法
    #[command(help_template = HELP, override_usage = "nianbao help [命令]")]
    Help {
        /// 命令
        #[arg(value_name = "命令", help_heading = "参数")]
        command: Option<String>,
    },
}

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct New {
    /// 要建立的文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 机关全称
    #[arg(long, value_name = "名称")]
    pub agency: Option<String>,
    /// 报告年度
    #[arg(long, value_name = "年份", value_parser = clap::value_parser!(u16).range(1949..=9999))]
    pub year: Option<u16>,
    /// 上年的报告文件夹，或上年公布的网页、DOCX、PDF：沿用机关、类别、网站和联系方式，带入结转件数和现行有效件数
    #[arg(long, value_name = "文件夹")]
    pub from: Option<PathBuf>,
    /// 版式；不写就按年度选定
    #[arg(long, value_name = "版式")]
    pub layout: Option<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Check {
    /// 报告文件夹，或其中的 report.json；也可以是公布的网页、DOCX、PDF，或放着它们的文件夹
    #[arg(required = true, value_name = "报告", help_heading = "参数")]
    pub inputs: Vec<PathBuf>,
    /// 上年的报告文件夹，或按同样名称放着上年各份报告的文件夹；也可以是上年公布的文件
    #[arg(long, value_name = "文件夹")]
    pub previous: Option<PathBuf>,
    /// 把每份报告的结果写到这个文件，每行一个 JSON 对象
    #[arg(long, value_name = "文件")]
    pub results: Option<PathBuf>,
    /// 同时检查几份；不写就与处理器核数相同
    #[arg(long, value_name = "份数", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// 列出文字中可以换成 {{ }} 绑定的数
    #[arg(long)]
    pub suggest: bool,
    /// 把这些数写成绑定，改写 narrative.md
    #[arg(long, conflicts_with = "suggest")]
    pub fix: bool,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Build {
    /// 报告文件夹，或其中的 report.json，一份或几千份；可写 reports/*
    #[arg(required_unless_present = "inputs_from", value_name = "报告", help_heading = "参数")]
    pub inputs: Vec<PathBuf>,
    /// 从这个文件读取报告的路径，每行一个；- 为标准输入
    #[arg(long, value_name = "文件")]
    pub inputs_from: Option<PathBuf>,
    /// 输出文件夹，没有就建立；不写就是 out
    #[arg(short, long, value_name = "文件夹", default_value = "out", hide_default_value = true)]
    pub output: PathBuf,
    /// 在输出文件夹中照原样保留报告的各层文件夹
    #[arg(long)]
    pub keep_tree: bool,
    /// 没有变化的报告也重编
    #[arg(long)]
    pub force: bool,
    /// 把每份报告的结果写到这个文件，每行一个 JSON 对象
    #[arg(long, value_name = "文件")]
    pub results: Option<PathBuf>,
    /// 同时编几份；不写就与处理器的核数相同
    #[arg(short, long, value_name = "份数", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub options: WriteOptions,
}

/// Arguments of `total`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Total {
    /// 各机关的报告文件夹，或其中的 report.json
    #[arg(required = true, value_name = "报告", help_heading = "参数")]
    pub inputs: Vec<PathBuf>,
    /// 要建立的报告文件夹
    #[arg(short, long, value_name = "文件夹")]
    pub output: PathBuf,
    /// 上级机关的全称；不写就留待填写
    #[arg(long, value_name = "名称")]
    pub agency: Option<String>,
    /// 应有的机关名单，每行一个全称；缺的会指出
    #[arg(long, value_name = "文件")]
    pub expect: Option<PathBuf>,
}

/// Arguments of `worker`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Worker {
    /// 输出文件夹，没有就建立；不写就是 out
    #[arg(
        short,
        long,
        value_name = "文件夹",
        default_value = "out",
        hide_default_value = true,
        conflicts_with = "inline"
    )]
    pub output: PathBuf,
    /// 不写文件，把内容放在结果里（base64）
    #[arg(long)]
    pub inline: bool,
    #[command(flatten)]
    pub options: WriteOptions,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, to standard error.
    Text,
    /// One JSON object a line, to standard output.
    Json,
    /// One SARIF log, to standard output.
    Sarif,
}

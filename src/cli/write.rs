//! Which files a command writes, and how: the options of `build` and `worker`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use nianbao::PrepareOptions;

/// Which files are written of each report, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct WriteOptions {
    /// 要写的文件：pdf、docx、html（网页）、csv（表格的数）、json（文档结构），用逗号隔开；不写就是 pdf,docx
    #[arg(
        long,
        value_name = "种类",
        value_delimiter = ',',
        default_value = "pdf,docx",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub to: Vec<Format>,
    /// 上年的报告文件夹，或按同样名称放着上年各份报告的文件夹
    #[arg(long, value_name = "文件夹")]
    pub previous: Option<PathBuf>,
    /// 有错误也写，加“草稿”水印，末页列出问题
    #[arg(long)]
    pub draft: bool,
    /// PDF 所合的标准，用逗号隔开；不写就是 a-3a,ua-1（a-2a,ua-1 不带附件）
    #[arg(
        long,
        value_name = "标准",
        value_delimiter = ',',
        default_value = "a-3a,ua-1",
        hide_default_value = true
    )]
    pub pdf_standard: Vec<String>,
    /// PDF 不带报告文件夹
    #[arg(long)]
    pub no_attach: bool,
    /// 落款处留出盖章的位置
    #[arg(long)]
    pub seal: bool,
    /// 网页只要正文一段，供贴进网站的编辑器
    #[arg(long)]
    pub html_fragment: bool,
    /// DOCX 打开后即记录修订
    #[arg(long)]
    pub track: bool,
    /// 检查结果写成 DOCX 的批注，放在所说的数或文字处
    #[arg(long)]
    pub comments: bool,
    /// DOCX 表格中的数放进内容控件（WPS、Word 用；LibreOffice 中不要用）
    #[arg(long)]
    pub content_controls: bool,
}

impl WriteOptions {
    /// What the options ask of reading and composing.
    pub fn wishes(&self) -> PrepareOptions {
        PrepareOptions { seal: self.seal, page: self.to.contains(&Format::Html) }
    }
}

/// A kind of output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// A web page.
    Html,
    /// The numbers.
    Csv,
    /// The document tree.
    Json,
}

impl Format {
    /// What the names of such files end with.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

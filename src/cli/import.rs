//! Arguments of `import`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Import {
    /// 公布的报告：网页（.html）、DOCX、PDF；或填好的 Excel 填报表
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
    /// 要建立的报告文件夹
    #[arg(short, long, value_name = "文件夹")]
    pub output: PathBuf,
    /// 按这个版式读；不写就看表格像哪一个
    #[arg(long, value_name = "版式")]
    pub layout: Option<String>,
    /// 报告年度；不写就从标题中读
    #[arg(long, value_name = "年份", value_parser = clap::value_parser!(u16).range(1949..=9999))]
    pub year: Option<u16>,
}

// Prints what axe finds wrong with pages in Chromium, and pages that scroll sideways: nothing, if
// all is well. Arguments: the node_modules that axe-core and puppeteer-core are in, then pages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, ...pages] = process.argv;
const require = createRequire(`${modules}/`);
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
for (const page of pages) {
  for (const [width, scheme] of [[1280, "light"], [640, "dark"], [320, "light"]]) {
    const tab = await browser.newPage();
    await tab.setViewport({ width, height: 900 });
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await tab.goto(pathToFileURL(page));
    await tab.evaluate(axe);
    const found = await tab.evaluate(async (values) => {
      const { violations } = await axe.run(document, { runOnly: { type: "tag", values } });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
    }, tags);
    const across = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (across > width) found.push(`${across} pixels wide`);
    for (const fault of found) console.log(`${page} at ${width}, ${scheme}: ${fault}`);
    await tab.close();
  }
}
await browser.close();

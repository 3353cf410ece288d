// Saves a text so many times, by turns in three ways, and waits each time until the live page in
// Chromium shows it. Prints the median of the milliseconds from the save to the page. Arguments:
// the node_modules that puppeteer-core is in, the text, the address, how many times.
import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, text, address, times] = process.argv;
const require = createRequire(`${modules}/`);
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

const saves = [
  (typed) => writeFileSync(text, typed),
  (typed) => {
    writeFileSync(`${text}~`, typed);
    renameSync(`${text}~`, text);
  },
  (typed) => {
    unlinkSync(text);
    writeFileSync(text, typed);
  },
];
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(error.message));
await page.goto(address);
const shows = (words) =>
  page.waitForFunction(
    (words) => document.body.dataset.version && document.body.textContent.includes(words),
    { polling: 5, timeout: 10_000 },
    words,
  );
await shows("");
const typed = readFileSync(text, "utf8");
const taken = [];
for (let count = 0; count < Number(times); count += 1) {
  const number = `${80_000 + count}`;
  const begun = performance.now();
  saves[count % 3](`${typed}\n\n全年收到政府信息公开申请${number}件。\n`);
  await shows(number);
  taken.push(performance.now() - begun);
}
await browser.close();
if (faults.length) throw new Error(faults.join("\n"));
taken.sort((a, b) => a - b);
console.log(`median ${Math.round(taken[taken.length >> 1])} ms, longest ${Math.round(taken.at(-1))} ms`);

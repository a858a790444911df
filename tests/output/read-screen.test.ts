import { beforeAll, describe, expect, test } from "vitest";
import { prepareOthers } from "../../src/output/others.ts";
import { readBack } from "../../src/output/read-back.ts";
import { policyOf } from "../../src/render/policy.ts";
import { compileScreen } from "../../src/render/screen.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleReport, states } from "../render/sample.ts";

/* Each gate of a page for the screen, opened. */

const report = sampleReport("worse-and-rising");
const { code } = report.recipient;
let render: (report: Report) => Promise<string>;
let html: string;

beforeAll(async () => {
  render = await compileScreen(await packagedTemplates());
  html = await render(report);
});

function read(page: string, of = report, guard: Parameters<typeof readBack>[2] = {}) {
  const path = `html/${of.recipient.code}.html`;
  return readBack({ channel: "html", path, bytes: Buffer.from(page) }, of, guard);
}

/** The page with its code changed, and a policy that lets it run. */
function withCode(style: (text: string) => string, script: (text: string) => string): string {
  const [, own = ""] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const [, program = ""] = /<script type="module">([\s\S]*?)<\/script>/.exec(html) ?? [];
  const policy = policyOf({ style: style(own), script: script(program) }).replace(/'/g, "&#x27;");
  return html
    .replace(own, () => style(own))
    .replace(program, () => script(program))
    .replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/, (_, open) => `${open}${policy}`);
}

test.each(states)("the page of %s is sound, and its words are counted", async (state) => {
  const other = sampleReport(state);
  const { words = 0, problems } = await read(await render(other), other);
  expect(problems).toEqual([]);
  expect(words).toBeGreaterThan(250);
});

describe("is refused where it", () => {
  const cases: Record<string, [spoil: () => string, told: string | RegExp]> = {
    "lacks a number of a chart's table": [
      () => html.replace(/(<th scope="row">Quarter 5<\/th><td>)[^<]+/, "$1"),
      "does not hold trend.chart",
    ],
    "lacks an alternative text": [() => html.replace(/aria-label="Line chart[^"]*"/g, ""), /does not hold \w+\.chart/],
    "lacks a sentence": [() => html.replaceAll("Twenty minutes each", ""), "does not hold actions.2"],
    "lacks a row of a table": [() => html.replaceAll("27 fewer items a month", ""), "does not hold table.rows.1"],
    "does not name who helps": [() => html.replaceAll("01632 960555", ""), /does not hold (help|contact)/],
    "is another's by its title": [() => html.replace("(Z10001)", "(Z10002)"), 'has the title "'],
    "has no language": [() => html.replace(' lang="en-GB"', ""), "has language none"],
    "fetches a picture": [
      () => html.replace("<main", '<img alt="" src="https://x.example/y.png"><main'),
      "holds <img>",
    ],
    "runs a word of its markup": [() => html.replace("<main", '<main onclick="x()"'), 'holds onclick="x()" on <main>'],
    "sends its form": [() => html.replace("<form", '<form action="https://x.example/"'), "holds action="],
    "leads to a program": [() => html.replace('href="#main"', 'href="javascript:x()"'), 'holds href="javascript:x()"'],
    "leads nowhere": [() => html.replace('id="main"', ""), 'has a link to "main", which is not there'],
    "has another script": [
      () => html.replace("</body>", "<script>1</script></body>"),
      "holds more than one style sheet",
    ],
    "has a program that its policy does not name": [
      () => html.replace("const atFirst", "const  atFirst"),
      "has the policy",
    ],
    "has no policy": [() => html.replace(/<meta http-equiv[^>]*>/, ""), 'has the policy ""'],
    "is of another edition": [() => html.replace(/data-edition="./, 'data-edition="x'), "is of edition x"],
    "holds what was left over of a template": [() => html.replace("<main", "{{x}}<main"), 'holds "{{"'],
  };

  test.each(Object.entries(cases))("%s", async (_, [spoil, told]) => {
    const spoilt = spoil();
    expect(spoilt).not.toBe(html);
    await expect(read(spoilt)).rejects.toThrow(told);
  });

  test("has a script and no plan", async () => {
    const without = { ...report, sections: report.sections.filter(({ kind }) => kind !== "own-plan") };
    const page = (await render(without)).replace("</body>", "<script>1</script></body>");
    await expect(read(page, without)).rejects.toThrow("holds <script>");
  });

  test("names another recipient, seen or unseen", async () => {
    const others = prepareOthers([{ code: "Z10777", name: "Quillwater Surgery", address: [] }], {
      texts: [],
      contacts: [],
    });
    for (const told of [
      "<p>Quillwater Surgery</p>",
      '<p title="Z10777"></p>',
      '<p class="Z10777"></p>',
      "<!-- Z10777 -->",
    ])
      await expect(read(html.replace("</main>", `${told}</main>`), report, { others })).rejects.toThrow(
        /Z10777|Quillwater/,
      );
    await expect(read(html, report, { others })).resolves.toBeDefined();
  });

  test("tells of an arm, in its words, its markup or its code", async () => {
    const guard = { hidden: ["K7", "quilled"] };
    await expect(read(html.replace("</main>", "<p>quilled</p></main>"), report, guard)).rejects.toThrow("(X03)");
    await expect(read(html.replace("<main", '<main class="K7"'), report, guard)).rejects.toThrow(
      'holds "K7" in its markup',
    );
    const inScript = withCode(
      (style) => style,
      (script) => `${script}\n// K7`,
    );
    await expect(read(inScript, report, guard)).rejects.toThrow('holds "K7" in its code');
    const inStyle = withCode(
      (style) => `${style}\n.K7 { color: red }`,
      (script) => script,
    );
    await expect(read(inStyle, report, guard)).rejects.toThrow('holds "K7" in its code');
  });
});

test("what is filed under another code is refused", async () => {
  const path = "html/Z10002.html";
  await expect(readBack({ channel: "html", path, bytes: Buffer.from(html) }, report)).rejects.toThrow(
    `is filed under Z10002, and is for ${code}`,
  );
});

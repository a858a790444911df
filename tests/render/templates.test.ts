import { beforeAll, describe, expect, test } from "vitest";
import { compileAll, lookOf } from "../../src/output/artefact.ts";
import { packagedTemplates, type Templates, usedTemplates, variantOf, variantsIn } from "../../src/render/templates.ts";
import { sampleReport, states } from "./sample.ts";

const some: Templates = {
  "print/report.hbs": "page",
  "print/sizes.css": "small",
  "variants/large/print/sizes.css": "large",
  "variants/plain/print/report.hbs": "plain",
};

describe("a template variant", () => {
  test("puts its files in place of their namesakes, and leaves all others", () => {
    expect(variantOf(some, "large")).toEqual({ "print/report.hbs": "page", "print/sizes.css": "large" });
    expect(variantOf(some, "standard")).toEqual({ "print/report.hbs": "page", "print/sizes.css": "small" });
    expect(variantsIn(some)).toEqual(["large", "plain"]);
  });

  test("that is not there, or whose file takes nobody's place, is an error", () => {
    expect(() => variantOf(some, "larg")).toThrow('no template variant "larg"');
    expect(() => variantOf({ ...some, "variants/large/print/size.css": "" }, "large")).toThrow(
      "variants/large/print/size.css takes the place of no template",
    );
  });

  test("that nobody uses is left out of a run", () => {
    expect(Object.keys(usedTemplates(some, ["standard", "standard"]))).toEqual(["print/report.hbs", "print/sizes.css"]);
    expect(Object.keys(usedTemplates(some, ["plain"]))).toContain("variants/plain/print/report.hbs");
  });
});

test("a look of which one template has changed is compiled anew in the part that it stands in alone", async () => {
  const templates = await packagedTemplates();
  const partsOf = async (those: Templates) => lookOf(await compileAll(those), "standard");
  const before = await partsOf(templates);
  const css = `${templates["print/report.css"]}\n/* changed */`;
  const after = await partsOf({ ...templates, "print/report.css": css });
  const isSame = {
    print: after.print === before.print,
    email: after.email === before.email,
    html: after.html === before.html,
  };
  expect(isSame).toEqual({ print: false, email: true, html: true });
});

describe("large type", () => {
  let looks: Awaited<ReturnType<typeof compileAll>>;
  beforeAll(async () => {
    looks = await compileAll(await packagedTemplates());
  });

  test("is shipped, and every shipped variant compiles", () => {
    expect([...looks.keys()]).toEqual(["standard", "large-type"]);
  });

  test.each(states)("sets %s in 14 pt, with the same words as standard", async (state) => {
    const report = sampleReport(state);
    const [standard, large] = [looks.get("standard")!, looks.get("large-type")!];
    const html = await large.print(report);
    expect(html).toContain("--body: 14pt/");
    const words = (text: string) =>
      text
        .replace(/<(style|title)[\s\S]*?<\/\1>/g, "")
        .replace(/<svg[\s\S]*?<\/svg>/g, "")
        .replace(/<p class="unit">Inside: [^<]*<\/p>/, "") // gives way where page one is full
        .replace(/<[^>]*>/g, " ")
        .split(/\s+/)
        .sort();
    expect(words(html)).toEqual(words(await standard.print(report)));
    const [mail, usual] = [await large.email(report), await standard.email(report)];
    expect(mail.text).toBe(usual.text);
    expect(mail.html).toContain("font-size:20px;line-height:30px");
    expect(words(mail.html)).toEqual(words(usual.html));
  });

  test("puts the comparison after the first step, on a page of its own", async () => {
    const html = await looks.get("large-type")!.print(sampleReport("worse-and-rising"));
    const places = ["<h1", 'class="act', 'class="page"', 'class="comparison'].map((part) => html.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefact, type Documents, openPress, type Press, print, render } from "../../src/output/artefact.ts";
import { type EmailParts, toEml } from "../../src/output/eml.ts";
import { finishPdf } from "../../src/output/finish/finish.ts";
import { prepareOthers } from "../../src/output/others.ts";
import { toPng } from "../../src/output/png.ts";
import { readBack } from "../../src/output/read-back.ts";
import type { ReadGuard } from "../../src/output/refuse.ts";
import { findUnsaid, saidOn } from "../../src/output/said.ts";
import { asDrawn } from "../../src/render/as-drawn.ts";
import type { EmailDocument } from "../../src/render/email.ts";
import { emailKinds } from "../../src/render/sections.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import type { Section } from "../../src/report/sections.ts";
import { textsIn } from "../../src/report/sections.ts";
import { toWords } from "../../src/report/sentence.ts";
import { sampleReport } from "../render/sample.ts";

/*
 * Artefacts of one report, made in a real browser as any other: each is sound, and each is refused when it is spoilt in one
 * way, with the reason for that way.
 */
const report = shortened({ ...sampleReport("better"), attachment: "sleeping-tablets-2027-03-Z10001.pdf" });
const letter = letterOf(report);
const guard: ReadGuard = {
  hidden: ["K7", "gain-frame"],
  others: prepareOthers(
    [
      { code: "Z10001", name: "LARKFIELD SURGERY", address: ["6 ORCHARD ROW"], postcode: "EM3 8XT" },
      {
        code: "Z10002",
        name: "MILLBROOK SURGERY",
        address: ["2 MILL LANE", "MILLBROOK"],
        postcode: "EM4 1AB",
        email: "reports@millbrook.example",
      },
      { code: "92", name: "STATION ROAD PRACTICE" },
    ],
    {
      texts: [JSON.stringify([report.issuer, report.sections, report.sources])],
      contacts: [report.issuer.contact.email],
    },
  ),
};

let presses: Awaited<ReturnType<typeof openPress>>;
let press: Press;
let documents: Required<Documents>;
let sound: ReadonlyMap<string, Artefact>; // by the end of the name

beforeAll(async () => {
  presses = await openPress(await packagedTemplates(), ["print", "email"]);
  press = presses.of("standard");
  documents = (await render(report, ["print", "email"], press)) as Required<Documents>;
  sound = await byKind(report, documents);
});
afterAll(() => presses[Symbol.asyncDispose]());

describe("sound", () => {
  test.each(["json", "pdf", "eml", "html", "txt"])("%s", async (kind) => {
    await expect(readBack(sound.get(kind)!, report, guard)).resolves.toMatchObject({ problems: [] });
  });

  test("a letter, which has a day and no period", async () => {
    for (const artefact of (await byKind(letter, await render(letter, ["print", "email"], press))).values())
      await expect(readBack(artefact, letter, guard)).resolves.toMatchObject({ problems: [] });
  });

  test("facts for the manifest", async () => {
    const [pdf, text] = await Promise.all(["pdf", "txt"].map((kind) => readBack(sound.get(kind)!, report, guard)));
    expect(pdf).toEqual({ pages: 2, words: expect.any(Number), problems: [] });
    expect(text?.words).toBeGreaterThan(150);
    expect(pdf?.words).toBeGreaterThan(text?.words ?? Number.POSITIVE_INFINITY);
    const bytes = Buffer.from(`${Buffer.from(sound.get("txt")!.bytes)}\n– two more *\n`);
    expect((await readBack({ ...sound.get("txt")!, bytes }, report, guard)).words).toBe((text?.words ?? 0) + 2);
  });

  test("the name of a recipient that is like what a template leaves", async () => {
    const mail = { ...report.mail, title: report.mail.title.replace("Larkfield Surgery", "Infinity Surgery") };
    const named = { ...report, mail, recipient: { ...report.recipient, name: "Infinity Surgery" } };
    const bytes = Buffer.from(documents.email.text.replaceAll(/larkfield surgery/gi, "Infinity Surgery"));
    await expect(readBack({ ...sound.get("txt")!, bytes }, named, guard)).resolves.toMatchObject({ problems: [] });
  });
});

test("a picture inside a page may spell whatever it likes", async () => {
  const page = Buffer.from(sound.get("html")!.bytes).toString();
  const bytes = Buffer.from(
    page.replace("</body>", `<img alt="" src="data:image/png;base64,/K7/Z10002/${"A".repeat(300)}="></body>`),
  );
  await expect(readBack({ ...sound.get("html")!, bytes }, report, guard)).resolves.toMatchObject({ problems: [] });
});

describe("a file is refused", () => {
  test.each([
    ["of an unknown kind", "print/Z10001.docx", 'cannot read back "print/Z10001.docx"'],
    ["of no kind", "print/Z10001", 'cannot read back "print/Z10001"'],
    ["named as a property of every object", "print/Z10001.constructor", 'cannot read back "print/Z10001.constructor"'],
    ["named for another", "print/Z10002.pdf", "it is filed under Z10002, and is for Z10001"],
    ["whose name holds a hidden word", "print/K7.pdf", 'it holds "K7" in its name, which must stay hidden (X03)'],
  ])("%s", async (_, path, reason) => {
    await refused({ ...sound.get("pdf")!, path }, reason);
  });
});

describe("the report as data is refused", () => {
  type Spoil = (copy: { -readonly [K in keyof Report]: Report[K] }) => void;
  test.each<[string, Spoil, string]>([
    ["of another", (copy) => put(copy.recipient, { code: "Z10002" }), "it is the report of Z10002"],
    ["of another name", (copy) => put(copy.recipient, { name: "Mill" }), 'it is the report of "Mill"'],
    [
      "with a hidden word",
      (copy) => put(copy.campaign, { title: "The gain-frame" }),
      hidden("gain-frame", "sentences"),
    ],
    ["with another's code", (copy) => put(copy.campaign, { title: "As Z10002 does" }), "it names Z10002"],
    [
      "with a subject that ends in another's code",
      (copy) => put(copy.mail, { subject: "For Z10002" }),
      "it names Z10002",
    ],
    [
      "with another's email and nothing else",
      (copy) => put(copy.campaign, { title: "reports@millbrook.example" }),
      "it holds the email address of Z10002",
    ],
    [
      "with a subject that ends in another's number",
      (copy) => put(copy.mail, { subject: "Sleeping tablets: report for 92" }),
      "it names 92",
    ],
  ])("%s", async (_, spoil, reason) => {
    const copy = structuredClone(report);
    spoil(copy);
    await refused({ ...sound.get("json")!, bytes: Buffer.from(JSON.stringify(copy)) }, reason);
  });

  test("but not for the names of its blocks, which no reader sees", async () => {
    const [choice] = report.choices;
    const copy = { ...report, choices: [{ ...choice!, chosen: "gain-frame of K7" }] };
    await expect(
      readBack({ ...sound.get("json")!, bytes: Buffer.from(JSON.stringify(asDrawn(copy))) }, copy, guard),
    ).resolves.toEqual({ problems: [] });
  });

  test("that tells more of others than is drawn", async () => {
    const exact = { ...report, asDrawn: true };
    await refused(
      { ...sound.get("json")!, bytes: Buffer.from(JSON.stringify(exact)) },
      "it does not say what the report says",
    );
  });
});

describe("a PDF is refused", () => {
  type Spoil = (html: string) => string;
  const add =
    (words: string): Spoil =>
    (html) =>
      html.replace("</main>", `<p>${words}</p></main>`);
  const swap = (from: string | RegExp, to: string): Spoil => {
    return (html) => {
      const spoilt = html.replace(from instanceof RegExp ? from : new RegExp(literal(from), "g"), to);
      if (spoilt === html) throw new Error(`"${from}" does not stand in the page`);
      return spoilt;
    };
  };
  test.each<[string, Spoil, string]>([
    ["with a hidden word", add("arm K7"), hidden("K7", "text or links")],
    ["with a hidden word in a link", add('<a href="https://x.example/K7">more</a>'), hidden("K7", unseen)],
    ["with a hidden word in a picture's text", add(picture("as K7")), hidden("K7", unseen)],
    ["with a hidden word in its title", swap("<title>", "<title>K7 "), hidden("K7", unseen)],
    ["with what a template left", add("{{name}}"), 'it holds "{{"'],
    ["with a value that is not there", add("undefined items"), 'it holds "undefined"'],
    ["with no number", add("NaN items"), 'it holds "NaN"'],
    ["with an object", add("[object Object]"), 'it holds "[object Object]"'],
    ["with no date", add("Invalid Date"), 'it holds "Invalid Date"'],
    ["with no end", add("Infinity items"), 'it holds "Infinity"'],
    ["that names nobody", swap("Larkfield Surgery", "Some Surgery"), "it does not name Larkfield Surgery"],
    ["of another period", swap("March 2027", "June 2027"), "it does not name the period, 12 months to March 2027"],
    ["with another's code", add("as Z10002 does"), "it names Z10002"],
    ["with another's code in capitals of its own", add("as z10002 does"), "it names Z10002"],
    ["with another's code in a picture's text", add(picture("as Z10002")), "it names Z10002"],
    [
      "with another's code in a link",
      add('<a href="mailto:a@b.example?subject=stop%20Z10002">stop</a>'),
      "it names Z10002",
    ],
    ["with another's code in its title", swap("<title>", "<title>Z10002 "), "it names Z10002"],
    [
      "with another's code at its foot",
      swap("Larkfield Surgery, Z10001. ", "Larkfield Surgery, Z10002. "),
      "it names Z10002",
    ],
    ["with another's name", add("as Millbrook Surgery does"), 'it names "MILLBROOK SURGERY", which is Z10002'],
    ["with another's address", swap("6 Orchard Row", "2 Mill Lane"), 'it holds "2 MILL LANE", the address of Z10002'],
    ["with another's postcode", swap("EM3 8XT", "EM4 1AB"), 'it holds "EM4 1AB", the address of Z10002'],
    ["with another's email", add("reports@millbrook.example"), "it holds the email address of Z10002"],
    ["without its code", swap("<br>Z10001,", "<br>"), "it does not name Z10001"],
    ["with a code that nobody has", swap("<br>Z10001,", "<br>Z10099,"), "it does not name Z10001"],
    ["without its address", swap("6 Orchard Row <br>", ""), "it does not hold the address of Z10001"],
    ["with a letter that the font lacks", add("done ✓"), "it holds a letter that the font does not have"],
    ["in another language", swap('lang="en-GB"', 'lang="en-US"'), "it has language en-US"],
    ["in no language", swap(' lang="en-GB"', ""), "it has language "],
    ["with another title", swap(/<title>.*<\/title>/, "<title>A report</title>"), 'it has the title "A report"'],
    [
      "that the browser has scaled, since something is wider than the page",
      add('<div style="width: 200mm; height: 1mm; background: #000"></div>'),
      "it has the address in ",
    ],
    [
      "with its address beyond the envelope's window",
      add("<style>.address { top: 55mm !important }</style>"),
      'it shows "',
    ],
    [
      "with words beside its address",
      add('<p style="position: absolute; left: 40mm; top: 55mm">Look here</p>'),
      'it has "Look here" in the zone around the address, which must be free',
    ],
    ["on other paper", swap("size: A4", "size: A3"), "it is not A4"],
    ["on longer paper", swap("size: A4", "size: 210mm 300mm"), "it is not A4"],
    ["on wider paper", swap("size: A4", "size: 213mm 297mm"), "it is not A4"],
    [
      "with one page on other paper",
      add('<style>@page wide { size: A3 }</style><p style="page: wide">more</p>'),
      "it is not A4",
    ],
    [
      "whose first step is not on page one",
      swap("Keep it there", ""),
      "it has a first page that does not hold the first step",
    ],
    [
      "whose first step is on another page",
      (html) => add("Keep it there")(swap("Keep it there", "")(html)),
      "it has a first page that does not hold the first step",
    ],
    [
      "whose address is on another page",
      (html) => add("Larkfield Surgery<br>6 Orchard Row<br>Eastmere<br>EM3 8XT")(swap("6 Orchard Row <br>", "")(html)),
      "it does not hold the address of Z10001",
    ],
  ])("%s", async (_, spoil, reason) => {
    await refused({ ...sound.get("pdf")!, bytes: await press.browser!.print(spoil(documents.print)) }, reason);
  });

  test.each([
    ["that is not tagged", "/Marked true", "/Marked null", "it is not tagged"],
    ["in another font", "Arimo-Bold", "Ariel-Bold", "it has the font Ariel-Bold"],
    ["partly in another font", "Arimo-Regular", "Times-Regular", "it has the font Times-Regular"],
    ["with a hidden word for a property of its own", "/Creator(", "/K7.....(", hidden("K7", unseen)],
    ["with a link to a program", "/URI(https:", "/URI(javas:", 'it holds a link to "javas:'],
    ["with another's code in a property of its own", "/Creator(Chromium)", "/Made.By(Z10002..)", "it names Z10002"],
  ])("%s", async (_, from, to, reason) => {
    const text = Buffer.from(sound.get("pdf")!.bytes).toString("latin1");
    expect(text).toContain(from);
    await refused({ ...sound.get("pdf")!, bytes: Buffer.from(text.replaceAll(from, to), "latin1") }, reason);
  });

  test("whose recipient has a name that the font lacks letters of, with these letters", async () => {
    const { recipient } = report;
    const named = { ...report, recipient: { ...recipient, name: "Surgery 健康", address: ["Lead", "Surgery 健康"] } };
    const bytes = await press.browser!.print(swap("Larkfield Surgery", "Surgery 健康")(documents.print));
    await expect(readBack({ ...sound.get("pdf")!, bytes }, named, guard)).rejects.toThrow(
      'it holds letters that the font does not have: "健" (U+5065) and "康" (U+5EB7) in "Surgery 健康"',
    );
  });

  test("that is a letter and does not end on page one", async () => {
    const page = (await render(letter, ["print"], press)).print!.replace("Yours sincerely", "");
    const artefact = { ...sound.get("pdf")!, bytes: await press.browser!.print(page) };
    await expect(readBack(artefact, letter, guard)).rejects.toThrow(
      "it has a first page that does not hold the whole letter",
    );
    const later = { ...artefact, bytes: await press.browser!.print(add("Yours sincerely")(page)) };
    await expect(readBack(later, letter, guard)).rejects.toThrow(
      "it has a first page that does not hold the whole letter",
    );
  });

  test("that does not keep to the standard of accessible PDFs", async () => {
    const bytes = await press.browser!.print(documents.print);
    await refused(
      { ...sound.get("pdf")!, bytes },
      "it does not keep to PDF/UA-1 7.1-8: the catalogue has metadata; found no Metadata",
    );
  });

  test("that is none", async () => {
    await refused({ ...sound.get("pdf")!, bytes: Buffer.from("<html>") }, "invalid PDF");
  });

  test("not where it has more pages than are planned, but that is told", async () => {
    const more = '<section class="page"><h2>More</h2></section>';
    const printed = await press.browser!.print(documents.print.replace("</article>", `${more}${more}</article>`));
    const bytes = finishPdf(printed, { date: report.cycle.issued, claims: true });
    await expect(readBack({ ...sound.get("pdf")!, bytes }, report, guard)).resolves.toMatchObject({
      pages: 4,
      problems: [
        "4 pages, where 2 are planned",
        expect.stringMatching(/^page 3 is empty/),
        "the last page has one line",
      ],
    });
  });
});

describe("a message is refused", () => {
  type Spoil = {
    report?: Partial<Report>;
    email?: Partial<EmailDocument>;
    parts?: Partial<EmailParts>;
    raw?: [from: string | RegExp, to: string];
  };
  const contact = (stop: string) => ({ issuer: { ...report.issuer, contact: { ...report.issuer.contact, stop } } });
  const to = (email: string) => ({ recipient: { ...report.recipient, email } });
  const words = (text: string) => ({ text: `${documents.email.text}\n${text}\n` });
  test.each<[string, () => Spoil | Promise<Spoil>, string]>([
    ["with a hidden word", () => ({ email: words("arm K7") }), hidden("K7", "text or links")],
    ["with a hidden word in its page", () => ({ email: page("<!-- K7 -->") }), hidden("K7", "text or links")],
    ["with a hidden word in a header", () => ({ raw: ["Date:", "X-Arm: K7\r\nDate:"] }), hidden("K7", "headers")],
    [
      "with a hidden word in a picture's name",
      () => ({ raw: ["filename=comparison.png", "filename=K7.png"] }),
      hidden("K7", "pictures"),
    ],
    ["with a hidden word in a picture", () => ({ parts: remark("arm K7") }), hidden("K7", "pictures")],
    ["with a hidden word in its attachment's name", () => attach("K7.pdf"), hidden("K7", "attachment's name")],
    ["with what a template left", () => ({ email: words("{{name}}") }), 'it holds "{{"'],
    ["with what a template left in its page", () => ({ email: page("undefined") }), 'it holds "undefined"'],
    ["with what a template left in its markup", () => ({ email: page('<i class="{{x}}"></i>') }), 'it holds "{{"'],
    [
      "whose text names nobody",
      () => ({ email: { text: documents.email.text.replaceAll(/Larkfield/gi, "Some"), subject: "S" } }),
      "it does not name Larkfield Surgery",
    ],
    [
      "whose page names nobody",
      () => ({ email: { html: documents.email.html.replaceAll("Larkfield", "Some") } }),
      "it does not name Larkfield Surgery",
    ],
    [
      "whose text is of another period",
      () => ({ email: { text: documents.email.text.replaceAll("March", "June") } }),
      "it does not name the period, 12 months to March 2027",
    ],
    [
      "whose page is of another period",
      () => ({ email: { html: documents.email.html.replaceAll("March", "June") } }),
      "it does not name the period, 12 months to March 2027",
    ],
    ["with another's code", () => ({ email: words("as Z10002 does") }), "it names Z10002"],
    ["with another's code in its page", () => ({ email: page("as Z10002 does") }), "it names Z10002"],
    ["with another's code in a remark", () => ({ email: page("<!-- Z10002 -->") }), "it names Z10002"],
    [
      "with another's code in a picture's text",
      () => ({ email: page('<img alt="Z10002" src="data:image/png;base64,AA==">') }),
      "it names Z10002",
    ],
    [
      "with another's code in a link",
      () => ({ email: page('<a href="https://x.example/%5AZ10002?a=%20Z10002">x</a>') }),
      "it names Z10002",
    ],
    ["with another's code in a header", () => ({ raw: ["Date:", "X-Practice: Z10002\r\nDate:"] }), "it names Z10002"],
    [
      "that is answered to another",
      () => ({ raw: [/^Reply-To: .*$/m, "Reply-To: <reports@millbrook.example>"] }),
      "it holds the email address of Z10002",
    ],
    ["with a copy for somebody", () => ({ raw: ["Date:", "Cc: x@y.example\r\nDate:"] }), "it has the header cc, which"],
    ["with a hidden copy", () => ({ raw: ["Date:", "Bcc: x@y.example\r\nDate:"] }), "it has the header bcc, which"],
    ["from somebody", () => ({ raw: [/^From: .*$/m, "From: A <x@y.example>"] }), 'it is from "x@y.example"'],
    [
      "that is answered to somebody",
      () => ({ raw: [/^Reply-To: .*$/m, "Reply-To: <x@y.example>"] }),
      'it is answered to "x@y.example"',
    ],
    ["of another day", () => ({ raw: [/^Date: .*$/m, "Date: Mon, 12 Oct 2026 07:00:00 +0000"] }), "it has the date "],
    ["with another's number in a header", () => ({ raw: ["Date:", "X-Practice: 92\r\nDate:"] }), "it names 92"],
    ["with another's code in a picture", () => ({ parts: remark("Z10002") }), "it names Z10002"],
    [
      "with another's name",
      () => ({ email: page("<b>Millbrook</b> Surgery") }),
      'it names "MILLBROOK SURGERY", which is Z10002',
    ],
    [
      "with another's address",
      () => ({ email: words("2 Mill Lane") }),
      'it holds "2 MILL LANE", the address of Z10002',
    ],
    [
      "with another's email",
      () => ({ email: words("reports@millbrook.example") }),
      "it holds the email address of Z10002",
    ],
    [
      "with another subject",
      () => ({ email: { subject: "Larkfield Surgery" } }),
      'it has the subject "Larkfield Surgery"',
    ],
    [
      "to another",
      () => ({ report: to("reports@millbrook.example") }),
      'it is addressed to "reports@millbrook.example"',
    ],
    [
      "to nobody",
      () => ({ raw: ["To: Larkfield Surgery <prescribing@larkfield.example>\r\n", ""] }),
      'it is addressed to ""',
    ],
    [
      "of another's name",
      () => ({ raw: ["<sleeping-tablets.2027-03.Z10001.", "<sleeping-tablets.2027-03.Z10002."] }),
      'it has the message-id "<sleeping-tablets.2027-03.Z10002.',
    ],
    [
      "of another edition",
      () => ({ raw: ["Date:", "Date: "] }), // one byte that nothing else is made of
      'it has the message-id "<sleeping-tablets.2027-03.Z10001.',
    ],
    [
      "that stops another's",
      () => ({ raw: ["stop%20Z10001", "stop%20Z10002"] }),
      'it has the list-unsubscribe "<mailto:help@eastmere.example?subject=stop%20Z10002>"',
    ],
    [
      "that promises one click where nobody takes it",
      () => ({
        raw: ["List-Unsubscribe: ", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Unsubscribe: "],
      }),
      "it has the header list-unsubscribe-post, which no email of a report has",
    ],
    ["that is stopped elsewhere", () => ({ report: contact("x@millbrook.example") }), "it has the list-unsubscribe"],
    ["without its picture", () => ({ parts: { images: [] } }), "it has pictures that do not fit its text"],
    [
      "with a picture too many",
      () => ({ parts: { images: [...images(), { cid: "more@x", png: images()[0]!.png }] } }),
      "it has pictures that do not fit its text",
    ],
    [
      "with another picture",
      () => ({ parts: { images: [{ cid: "other@x", png: images()[0]!.png }] } }),
      "it has pictures that do not fit its text",
    ],
    [
      "with an empty picture",
      () => ({ parts: { images: [{ ...images()[0]!, png: Buffer.alloc(199) }] } }),
      "it has an empty picture",
    ],
    ["without its attachment", () => ({ parts: { pdf: undefined } }), 'it has attached ""'],
    ["with another attachment", () => attach("other.pdf"), 'it has attached "other.pdf"'],
    [
      "with a spoilt attachment",
      async () => ({ parts: { pdf: await press.browser!.print(documents.print.replace("<br>Z10001,", "<br>")) } }),
      "it does not name Z10001",
    ],
    [
      "with a hidden word in the title of its attachment",
      async () => ({ parts: { pdf: await press.browser!.print(documents.print.replace("<title>", "<title>K7 ")) } }),
      hidden("K7", unseen),
    ],
  ])("%s", async (_, spoil, reason) => {
    const { report: others, email, parts, raw } = await spoil();
    const pdf = sound.get("pdf")!.bytes;
    const bytes = await toEml(
      { ...report, ...others },
      { ...documents.email, ...email },
      { images: images(), pdf, ...parts },
    );
    await refused({ ...sound.get("eml")!, bytes: raw ? replaced(bytes, ...raw) : bytes }, reason);
  });

  test("whose subject ends in another's number, though it is the report's own", async () => {
    const mail = { ...report.mail, subject: "Sleeping tablets: report for 92" };
    const pdf = sound.get("pdf")!.bytes;
    const email = { ...documents.email, subject: mail.subject };
    const bytes = await toEml({ ...report, mail }, email, { images: images(), pdf });
    await expect(readBack({ ...sound.get("eml")!, bytes }, { ...report, mail }, guard)).rejects.toThrow("it names 92");
  });

  test("where nothing is to be attached", async () => {
    const { attachment: _, ...bare } = report;
    await expect(readBack(sound.get("eml")!, bare, guard)).rejects.toThrow(
      'it has attached "sleeping-tablets-2027-03-Z10001.pdf"',
    );
  });
});

describe("what does not say what the report says is refused", () => {
  const spoilt: [string, string, string | RegExp, string, string][] = [
    ["txt", "with another number", /\d+\.\d/, "99.9", "does not hold "],
    ["txt", "without its first step", /keep it there/i, "", "does not hold first-step.label"],
    ["html", "without its first step", /Keep it there/, "", "does not hold first-step.label"],
    ["txt", "without its sender", /Dr \p{L}+/u, "Dr Nobody", "does not hold signatory"],
    ["html", "without its sender", /Dr \p{L}+/u, "Dr Nobody", "does not hold signatory"],
    ["txt", "with another number in the series", /report \d+ of/i, "report 77 of", "does not hold cycle"],
    ["html", "with another number in the series", /report \d+ of/i, "report 77 of", "does not hold cycle"],
    ["html", "with another telephone", /01\d{3} \d{6}/g, "01632 999999", "does not hold "],
  ];
  test.each(spoilt)("%s %s", async (kind, _, from, to, reason) => {
    const text = Buffer.from(sound.get(kind)!.bytes).toString();
    expect(text).toMatch(from);
    await refused({ ...sound.get(kind)!, bytes: Buffer.from(text.replaceAll(globally(from), to)) }, `it ${reason}`);
  });

  test.each(["sections", "figures", "cycle"] as const)("the report as data with other %s", async (key) => {
    const other = { ...report, [key]: key === "sections" ? report.sections.slice(1) : { ...report[key], x: 1 } };
    const bytes = Buffer.from(JSON.stringify(other));
    await refused({ ...sound.get("json")!, bytes }, "it does not say what the report says");
  });

  test("every sentence of the report, one by one, in every kind of file", async () => {
    for (const kind of ["txt", "html"]) {
      const page = Buffer.from(sound.get(kind)!.bytes).toString();
      for (const section of report.sections.filter((each) => emailKinds.includes(each.kind)))
        for (const { slot, words, from } of textsIn(section)) {
          if (from === "engine" || words.length !== 1) continue;
          const [word = ""] = toWords(words[0]!, report.figures).match(/\p{L}{5,}/u) ?? [];
          const left = page.replaceAll(new RegExp(word, "gi"), "");
          const told = readBack({ ...sound.get(kind)!, bytes: Buffer.from(left) }, report, guard);
          await expect(told, `${kind} ${section.name}.${slot} without ${word}`).rejects.toThrow();
        }
    }
  });

  test.each(["why", "method"])("a PDF without a word of %s, which no email has", async (kind) => {
    const section = report.sections.find((each) => each.kind === kind)!;
    const text = textsIn(section).find(({ from }) => from === "block")!;
    const words = toWords(text.words[0]!, report.figures).match(/\p{L}{6,}/gu) ?? [];
    const word = words.find((each) => documents.print.split(each).length === 2) ?? ""; // and nowhere else
    const bytes = await press.browser!.print(documents.print.replaceAll(word, ""));
    await refused({ ...sound.get("pdf")!, bytes }, `it does not hold ${section.name}.`);
  });

  test("a sentence that goes on on the next page is there", () => {
    const said = [{ of: "why.points.1", words: "One sentence that goes over a page." }];
    expect(findUnsaid(["… One sentence that goes", "over a page. More"], said)).toBeUndefined();
    expect(findUnsaid(["… One sentence that goes", "under a page. More"], said)).toBe(said[0]);
    expect(findUnsaid(["over a page. More", "One sentence that goes"], said)).toBe(said[0]);
  });
});

describe("a page is refused", () => {
  test.each([
    ["with a script", "<script>1</script>", "it holds <script>"],
    ["with a page of its own", '<iframe srcdoc="x"></iframe>', "it holds <iframe>"],
    ["with another's code in an attribute", '<p data-x="Z10002">x</p>', "it names Z10002"],
    ["with another's code in a style", '<p style="--x: Z10002">x</p>', "it names Z10002"],
    ["with another's name in a style sheet", "<style>p::after { content: 'Millbrook Surgery' }</style>", "it names "],
    ["with another's name in what it says of itself", '<meta name="author" content="Millbrook Surgery">', "it names "],
    ["with another's name in a field", '<p placeholder="Millbrook Surgery">x</p>', "it names "],
    ["with another's name in the possessive", "as Millbrook Surgery’s", "it names "],
    ["with another's name that may be broken", "as Mill<wbr>brook Sur\u00ADgery does", "it names "],
    ["with another's postcode in one", "at EM41AB", 'it holds "EM41AB", the address of Z10002'],
    ["with another's code in wide letters", "as Ｚ１０００２ does", "it names Z10002"],
    ["with an empty picture", '<img alt="" src="data:image/png;base64,AA==">', "it has an empty picture"],
  ])("%s", async (_, markup, reason) => {
    const page = Buffer.from(sound.get("html")!.bytes).toString();
    await refused({ ...sound.get("html")!, bytes: Buffer.from(page.replace("</body>", `${markup}</body>`)) }, reason);
  });

  test("a link of a text with another's code in escapes", async () => {
    const bytes = Buffer.from(`${Buffer.from(sound.get("txt")!.bytes)}\nhttps://x.example/%5A10002\n`);
    await refused({ ...sound.get("txt")!, bytes }, "it names Z10002");
  });
});

function globally(pattern: string | RegExp): RegExp {
  return new RegExp(typeof pattern === "string" ? literal(pattern) : pattern.source, "giu");
}

describe("a text or a page beside the message is refused", () => {
  test.each([
    ["txt", "with a hidden word", "arm K7", hidden("K7", "text or links")],
    ["txt", "with what a template left", "{{name}}", 'it holds "{{"'],
    ["txt", "with a mark of the layout", "\uE000", 'it holds "\uE000"'],
    ["txt", "with another's code", "as Z10002 does", "it names Z10002"],
    ["html", "with a hidden word", "arm K7", hidden("K7", "text or links")],
    ["html", "with what a template left", "{{name}}", 'it holds "{{"'],
    ["html", "with another's code", "as Z10002 does", "it names Z10002"],
    ["html", "with another's code under its title", '<p title="Z10002">x</p>', "it names Z10002"],
  ])("%s %s", async (kind, _, words, reason) => {
    const bytes = Buffer.from(sound.get(kind)!.bytes).toString();
    await refused({ ...sound.get(kind)!, bytes: Buffer.from(`${bytes}\n${words}`) }, reason);
  });

  test("a letter without its day", async () => {
    const { email } = await render(letter, ["email"], press);
    const bytes = Buffer.from(email!.text.replaceAll("11 May 2027", ""));
    await expect(readBack({ ...sound.get("txt")!, bytes }, letter, guard)).rejects.toThrow(
      "it does not name the day, 11 May 2027",
    );
  });
});

const unseen = "properties, links or alternative texts";

function hidden(word: string, where: string): string {
  return `it holds "${word}" in its ${where}, which must stay hidden (X03)`;
}

async function refused(artefact: Artefact, reason: string): Promise<void> {
  const message = await readBack(artefact, report, guard).then(
    () => "nothing was refused",
    (error: Error) => error.message,
  );
  expect(message.replace(/^read back: /, "")).toMatch(new RegExp(`^${literal(reason)}`));
}

async function byKind(of: Report, made: Documents): Promise<ReadonlyMap<string, Artefact>> {
  const artefacts = await print(of, made, press);
  return new Map(artefacts.map((artefact) => [artefact.path.replace(/^.*\./, ""), artefact]));
}

/** Two pages, quick to print. */
function shortened(whole: Report): Report {
  const kept = ["headline", "comparison", "first-step", "why", "method"];
  const sections = whole.sections.filter(({ kind }) => kept.includes(kind));
  const second = sections.find(({ kind }) => kind === "why");
  return { ...whole, sections: sections.map((each) => ({ ...each, startsPage: each.startsPage || each === second })) };
}

/** The same recipient's report as a letter. */
function letterOf({ attachment: _, ...rest }: Report): Report {
  const paragraphs = [[{ text: "Sleeping tablets are worth a review." }]];
  const words = { salutation: "Dear colleague", paragraphs, closing: "Yours sincerely" };
  const section: Section = { name: "letter", startsPage: true, kind: "letter", ...words };
  const mail = { ...rest.mail, subject: "A letter: Larkfield Surgery", title: "A letter: Larkfield Surgery" };
  return { ...rest, mail, sections: [section] };
}

function put<T extends object>(target: T, values: Partial<T>): void {
  Object.assign(target, values);
}

test("what must be found names who helps, and of each action what stands beside it in the plan", () => {
  const golden = join(import.meta.dirname, "../report/expected/ZX03.report.json");
  const whole = JSON.parse(readFileSync(golden, "utf8")) as Report;
  const words = saidOn("paper", whole).map((said) => said.words);
  expect(words).toEqual(expect.arrayContaining([...whole.issuer.help.lines]));
  const beside = whole.sections.flatMap((section) => textsIn(section).flatMap(({ fields = [] }) => fields));
  expect(beside.length).toBeGreaterThan(0);
  expect(words).toEqual(expect.arrayContaining(beside.filter((each) => /[\p{L}\p{N}]/u.test(each))));
});

function page(markup: string): Partial<EmailDocument> {
  return { html: documents.email.html.replace("</body>", `<p>${markup}</p></body>`) };
}

function picture(text: string): string {
  return `<svg role="img" aria-label="${text}" width="9" height="9"><rect width="9" height="9"/></svg>`;
}

let drawn: EmailParts["images"] | undefined;

/** The pictures of the sound message, drawn once. */
function images() {
  drawn ??= documents.email.images.map(({ cid, svg, width }) => ({
    cid,
    png: toPng(svg, { width, scale: 2, background: press.ground }),
  }));
  return drawn;
}

/** The picture with a remark in it. */
function remark(text: string): Partial<EmailParts> {
  const [{ cid, png } = { cid: "", png: Buffer.of() }] = images();
  const words = Buffer.from(`Comment\0${text}`, "latin1");
  const chunk = Buffer.alloc(12 + words.length);
  chunk.writeUInt32BE(words.length, 0);
  chunk.write("tEXt", 4, "latin1");
  words.copy(chunk, 8);
  return { images: [{ cid, png: Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]) }] };
}

function attach(attachment: string): { report: Partial<Report> } {
  return { report: { attachment } };
}

function replaced(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  if (text.search(from instanceof RegExp ? from : literal(from)) < 0)
    throw new Error(`"${from}" does not stand in the message`);
  return Buffer.from(text.replace(from, to), "latin1");
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../../src/output/pdf/document.ts";
import { readPdf } from "../../../src/output/pdf.ts";

/*
 * A page written by hand: what it says is read, and a file that is not read whole is refused.
 */
type Parts = { content?: string; font?: string; letters?: string; page?: string; catalogue?: string; info?: string };

const font =
  "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Arimo-Bold /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R";
const letters = "2 beginbfchar <0001> <0041> <0003> <0020> endbfchar 1 beginbfrange <0010> <0019> <0030> endbfrange";
const content = "BT /F1 10 Tf 1 0 0 1 50 700 Tm <00010003001000110012> Tj ET";

describe("a page says", () => {
  test.each<[string, string, string]>([
    ["letters and spaces", content, "A 012"],
    ["letters in pieces", "BT /F1 10 Tf 50 700 Td [<0001> -200 <0010> -20 <0011>] TJ ET", "A 01"],
    ["lines", "BT /F1 10 Tf 12 TL 50 700 Td <0001> Tj T* <0010> Tj <0011> ' ET", "A\n0\n1"],
    ["what is shown by a form", "/X1 Do BT /F1 10 Tf 50 600 Td <0011> Tj ET", "A\n1"],
    ["a letter that no font has as none", "BT /F1 10 Tf 50 700 Td <00010099> Tj ET", "A\0"],
    ["nothing that is beyond its paper", "BT /F1 10 Tf 50 900 Td <0001> Tj 1 0 0 1 50 700 Tm <0010> Tj ET", "0"],
    ["raised letters without a gap", "BT /F1 10 Tf 50 700 Td <0001> Tj 5 Ts <0010> Tj ET", "A0"],
  ])("%s", (_, shown, said) => {
    expect(readPdf(pdfOf({ content: shown })).text).toEqual([said]);
  });

  const own = "BT /F1 10 Tf 50 700 Td <0001> Tj ET";
  test.each<[string, string, number]>([
    ["black on white", own, 21],
    ["grey on white", `0.4667 g ${own}`, 4.5],
    ["in four inks", `0 0 0 0.5333 k ${own}`, 4.5],
    ["white on white", `1 1 1 rg ${own}`, 1],
    ["white on a dark field", `0 0 0.5 rg 0 690 200 30 re f 1 g ${own}`, 16],
    ["grey on a pale field drawn by lines", `0.9 g 0 690 m 200 690 l 200 720 l 0 720 l f 0.4667 g ${own}`, 3.6],
    ["grey on a pale disc", `0.9 g 0 700 m 0 756 106 756 106 700 c 106 644 0 644 0 700 c b 0.4667 g ${own}`, 3.6],
    ["grey on a pale disc of other curves", `0.9 g 0 700 m 0 770 106 700 v 106 630 0 700 y f 0.4667 g ${own}`, 3.6],
    ["grey on a field that lies elsewhere", `q 1 0 0 1 300 0 cm 0.9 g 0 690 200 30 re f Q 0.4667 g ${own}`, 4.5],
    ["grey on a path that only clips", `0 690 200 30 re W n 0.4667 g ${own}`, 4.5],
    ["grey on a hole in a field", `0.9 g 0 650 200 100 re 40 690 30 30 re f* 0.4667 g ${own}`, 4.5],
    ["black of which half shows through", `/G2 gs ${own}`, 4],
    ["black after a state that has ended", `q 1 g Q ${own}`, 21],
    ["the palest letter of a word", "BT /F1 10 Tf 50 700 Td <0001> Tj 0.4667 g <0010> Tj 0 g <0011> Tj ET", 4.5],
    ["on what is no plain colour", `/P1 scn 0 690 200 30 re f 1 g ${own}`, 21],
  ])("how well it stands out: %s", (_, shown, contrast) => {
    const [run] = readDocument(pdfOf({ content: shown })).pages[0]!.runs;
    expect(Math.abs((run?.contrast ?? 0) - contrast)).toBeLessThan(0.1);
  });

  test("its properties, their names and the words of its metadata", () => {
    const bytes = pdfOf({ info: "/Title <FEFF0041201300620029> /Made#20By (\\(it\\)\\051) /Trapped /False" });
    expect(readPdf(bytes).unseen.properties).toEqual({
      Title: "A–b)",
      "Made By": "(it))",
      Trapped: "False",
      xmp: "of one subject",
    });
  });
});

describe("a page is only read: what would act is told", () => {
  const note = (rest: string) => `/MediaBox [0 0 595 842] /Annots [<< ${rest} >>]`;
  const link = (action: string) => note(`/Subtype /Link /A << ${action} >>`);
  test.each<[string, Parts, string[]]>([
    ["a page", {}, []],
    ["links", { page: link("/S /URI /URI (https://a.example)") }, []],
    ["a mailbox", { page: link("/S /URI /URI (mailto:a@b.example)") }, []],
    ["a place", { page: link("/S /GoTo /D [3 0 R /Fit]") }, []],
    ["a link to a program", { page: link("/S /URI /URI (javascript:x)") }, ['a link to "javascript:x"']],
    ["a link to a file", { page: link("/S /URI /URI (file:///etc/passwd)") }, ['a link to "file:///etc/passwd"']],
    ["a program", { page: link("/S /JavaScript /JS (x)") }, ["an action of kind JavaScript"]],
    ["a start", { page: link("/S /Launch /F (x)") }, ["an action of kind Launch"]],
    ["another file", { page: link("/S /GoToR /F (x)") }, ["an action of kind GoToR"]],
    ["a form that is sent", { page: link("/S /SubmitForm /F (x)") }, ["an action of kind SubmitForm"]],
    ["one thing after another", { page: link("/S /GoTo /Next << /S /JavaScript >>") }, ["an action after another"]],
    ["an attachment", { page: note("/Subtype /FileAttachment /FS << >>") }, ["FS", "a note of kind FileAttachment"]],
    ["a film", { page: note("/Subtype /RichMedia") }, ["a note of kind RichMedia"]],
    ["what happens when it is seen", { page: note("/Subtype /Link /PA << >>") }, ["PA"]],
    ["what happens on a page", { page: "/MediaBox [0 0 595 842] /AA << >>" }, ["AA"]],
    ["what happens at once", { catalogue: "/OpenAction << /S /JavaScript >>" }, ["OpenAction"]],
    ["a form", { catalogue: "/AcroForm << >>" }, ["AcroForm"]],
    [
      "files and programs by name",
      { catalogue: "/Names << /JavaScript << >> /EmbeddedFiles << >> >>" },
      ["JavaScript", "EmbeddedFiles"],
    ],
    [
      "an outline that acts",
      { catalogue: "/Outlines << /First << /Title (x) /First << /A << /S /Launch >> >> >> >>" },
      ["an action of kind Launch"],
    ],
  ])("%s", (_, parts, active) => {
    expect(readPdf(pdfOf(parts)).active()).toEqual(active);
  });
});

describe("a file is refused", () => {
  const whole = pdfOf({});
  test.each<[string, Uint8Array, string]>([
    ["that is cut off", whole.subarray(0, -40), "its end is missing"],
    ["that goes on", Buffer.concat([whole, Buffer.from("x")]), "its end is missing"],
    ["with an object elsewhere", replaced("5 0 obj", "9 0 obj"), "object 5 is not where its table says"],
    ["that is encrypted", replaced("/Size 10", "/Encrypt 4 0 R"), "it is encrypted"],
    ["that was changed later", replaced("/Size 10", "/Prev 999"), "it was changed after it was written"],
    ["without a table", replaced("xref\n", "xrof\n"), "it has no table of its objects"],
    ["without pages", replaced("/Pages 2 0 R", "/Pages null "), "it has no pages"],
    ["with fewer pages", replaced("/Count 1", "/Count 2"), "it does not have the pages that it says"],
    ["with pages within themselves", replaced("/Kids [3 0 R]", "/Kids [2 0 R]"), "pages within themselves"],
    ["with a page without a size", pdfOf({ page: "" }), "a page without a size"],
    ["with a stream of another length", replaced("/Length ", "/Length 1"), "object 4 is not as long as it says"],
    ["with a stream that is spoilt", spoiltStream(), "a stream that cannot be unpacked"],
    [
      "with a stream that comes to far more",
      pdfOf({ content: " ".repeat(65 * 2 ** 20) }),
      "a stream that cannot be unpacked",
    ],
    ["with a stream in another form", replaced("/FlateDecode", "/LZWDecode__"), "a stream in a form that is not read"],
    ["with tags within themselves", pdfOf({ catalogue: "/StructTreeRoot << /K 8 0 R >>" }), "tags within themselves"],
  ])("%s", (_, bytes, reason) => {
    expect(() => readPdf(bytes)).toThrow(reason);
  });

  test.each<[string, Parts, string]>([
    ["a font with codes of its own", { font: font.replace("Identity-H", "Custom-H") }, "an encoding that is not read"],
    ["broken letters", { letters: "1 beginbfchar <0001> 65 endbfchar" }, "a font with broken letters"],
    ["half a letter", { letters: "1 beginbfchar <0001> <41> endbfchar" }, "a font with broken letters"],
    ["an operator that nobody knows", { content: `${content} Zz` }, '"Zz" on a page'],
    ["a picture within the page", { content: "BI /W 1 ID x EI" }, '"BI" on a page'],
    ["a text without a font", { content: "BT 50 700 Td <0001> Tj ET" }, "a text without a font"],
    ["a font that is missing", { content: content.replace("/F1", "/F9") }, "a font is missing on a page"],
    ["a font set with other things", { content: "/G1 gs" }, "a font that is set with other things"],
    ["a form that is missing", { content: "/X9 Do" }, "a form is missing on a page"],
    ["a form within itself", { content: "/X2 Do" }, "forms within forms"],
    ["a number that is missing", { content: "BT 50 Td ET" }, "a number is missing on a page"],
    ["a text that is missing", { content: "BT /F1 10 Tf Tj ET" }, "a text is missing on a page"],
    ["a tag that does not begin", { content: "EMC" }, "a tag which it has not begun"],
    ["a tag that does not end", { content: "/P BMC" }, "a page that ends in the middle"],
    ["a state that does not begin", { content: "Q" }, "a state which it has not begun"],
    ["a string without an end", { content: "(never" }, "a string without an end"],
    ["a broken number", { content: "1x 0 m" }, "a broken number"],
    ["half a bracket", { content: "[1 2" }, "an array or dictionary without an end"],
    ["brackets within brackets", { content: "[".repeat(200) }, "values nested too deeply"],
  ])("with %s", (_, parts, reason) => {
    expect(() => readPdf(pdfOf(parts))).toThrow(reason);
  });

  function replaced(from: string, to: string): Uint8Array {
    const text = Buffer.from(whole).toString("latin1");
    expect(text).toContain(from);
    return Buffer.from(text.replace(from, to), "latin1");
  }

  function spoiltStream(): Uint8Array {
    const bytes = Buffer.from(whole);
    const at = bytes.indexOf("stream\n") + 7;
    return bytes.fill(0xff, at, at + 4);
  }
});

/** A PDF of one page. */
function pdfOf(parts: Parts): Uint8Array {
  const page = parts.page ?? "/MediaBox [0 0 595 842]";
  const fonts =
    "/Font << /F1 5 0 R >> /ExtGState << /G1 << /Font [5 0 R 9] >> /G2 << /ca 0.5 >> >> /XObject << /X1 9 0 R /X2 4 0 R >>";
  const form = "/Subtype /Form /Matrix [1 0 0 1 50 700]";
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R ${parts.catalogue ?? ""} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R ${page} /Contents 4 0 R /Resources << ${fonts} >> >>`,
    stream(parts.content ?? content, "/Subtype /Form"),
    `<< ${parts.font ?? font} >>`,
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Arimo-Bold /W [1 [600] 3 [300] 16 25 550] >>",
    stream(parts.letters ?? letters),
    parts.catalogue ? "<< /S /P /K 8 0 R >>" : stream('<x xmlns="of a language" about="of one">subject</x>'),
    stream("BT /F1 10 Tf <0001> Tj ET", form),
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const info = parts.info ? `/Info << ${parts.info} >>` : "";
  const trailer = `trailer\n<< /Size 10 /Root 1 0 R ${info} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 10\n0000000000 65535 f \n${offsets.join("")}${trailer}`, "latin1");
}

function stream(content: string, entries = ""): string {
  const packed = deflateSync(Buffer.from(content, "latin1")).toString("latin1");
  return `<< /Filter /FlateDecode /Length ${packed.length} ${entries} >> stream\n${packed}\nendstream`;
}

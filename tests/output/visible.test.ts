import { describe, expect, test } from "vitest";
import { findLeak } from "../../src/output/leaks.ts";
import { visibleInHeaders, visibleInHtml, visibleName } from "../../src/output/visible.ts";

/* A name of a trial ("quilled") is looked for where a reader could come to see it, the code of an arm (K7) in all that is written. */

const hidden = ["K7", "quilled"];

describe("in a page of HTML", () => {
  test.each([
    ["its text", "<p>as <b>WORD</b>, they said</p>"],
    ["an alternative text", '<img alt="the WORD chart" src="cid:a">'],
    ["a title of its own", "<title>WORD: report</title>"],
    ["the title of a part", '<a title="WORD" href="https://x.example">more</a>'],
    ["where a link leads", '<a href="https://x.example/?set=WORD&amp;a=1">more</a>'],
    ["where a picture is", '<img src="https://x.example/WORD.png" alt="">'],
    ["what is read out", '<div aria-label="WORD"></div>'],
    ["what is described", '<div aria-description="WORD"></div>'],
    ["what a field holds", '<input value="WORD">'],
    ["a remark", "<!-- the WORD report -->"],
    ["what only Outlook shows", "<!--[if mso]><td>WORD</td><![endif]-->"],
    ["what everything but Outlook shows", "<!--[if !mso]><!--><td>WORD</td><!--<![endif]-->"],
  ])("%s tells a reader", (_, page) => {
    for (const word of hidden)
      expect(findLeak(visibleInHtml(page.replace("WORD", word)), hidden)).toEqual({ word, where: "text or links" });
  });

  test.each([
    ["a class", '<p class="WORD">text</p>'],
    ["an id", '<p id="WORD">text</p>'],
    ["a role", '<table role="WORD"></table>'],
    ["data of the page", '<p data-set="WORD">text</p>'],
    ["what only tells Outlook how", '<!--[if mso]><table role="WORD"><![endif]-->'],
  ])("%s may be called so, but for a code", (_, page) => {
    expect(findLeak(visibleInHtml(page.replace("WORD", "quilled")), hidden)).toBeUndefined();
    expect(findLeak(visibleInHtml(page.replace("WORD", "K7")), hidden)).toEqual({ word: "K7", where: "markup" });
  });

  test.each([
    ["of a tag", "<WORD>text</WORD>"],
    ["of an attribute", '<p WORD="1">text</p>'],
    ["of a style sheet", "<style>WORD, p { margin: 0 }</style>"],
    ["of a script", "<script>const WORD = 1</script>"],
    ["of a style", '<p style="WORD: 1px">text</p>'],
    ["of a style sheet for Outlook", "<!--[if mso]><style>WORD { margin: 0 }</style><![endif]-->"],
  ])("a word %s is the language's own", (_, page) => {
    for (const word of hidden) expect(findLeak(visibleInHtml(page.replaceAll("WORD", word)), hidden)).toBeUndefined();
  });
});

test("what stands after a style sheet is looked at again", () => {
  const page = "<style>p { margin: 0 }</style><p>quilled</p>";
  expect(findLeak(visibleInHtml(page), hidden)?.word).toBe("quilled");
});

describe("in the headers of an email", () => {
  const leakIn = (key: string, value: string) =>
    findLeak(visibleInHeaders([{ key, value }]), ["K7", "mixed", "quilled"]);

  test("a name is found in what says from whom, to whom and of what", () => {
    expect(leakIn("subject", "Your quilled report")).toEqual({ word: "quilled", where: "headers" });
    expect(leakIn("list-id", "<quilled.example>")).toEqual({ word: "quilled", where: "headers" });
  });

  test("what a header is called is seen too", () => {
    expect(leakIn("quilled", "1")).toEqual({ word: "quilled", where: "headers" });
  });

  test("a name may be a word of MIME, a code may not", () => {
    expect(leakIn("content-type", 'multipart/mixed; boundary="a"')).toBeUndefined();
    expect(leakIn("mime-version", "1.0 (mixed)")).toBeUndefined();
    expect(leakIn("content-type", "multipart/mixed; boundary=K7")).toEqual({ word: "K7", where: "headers" });
  });
});

test("in the name of a file its ending is left out", () => {
  expect(findLeak([visibleName("name", "Z10001.pdf")], ["pdf"])).toBeUndefined();
  expect(findLeak([visibleName("name", "quilled.pdf")], hidden)).toEqual({ word: "quilled", where: "name" });
});

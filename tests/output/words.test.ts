import { describe, expect, test } from "vitest";
import { wordsOfPage } from "../../src/output/page-words.ts";
import { holds, standsAt, wordsIn } from "../../src/output/words.ts";

describe("words", () => {
  test.each([
    ["O'NEILL & Partners", ["ONEILL", "AND", "PARTNERS"]],
    ["O’Neill", ["ONEILL"]],
    ["Stow-on-\nthe-Wold", ["STOW", "ON", "THE", "WOLD"]],
    ["CAFE\u0301 Tŷ", ["CAFE", "TY"]],
    ["Dam\u00ADson ＺＸ04 AB‑12", ["DAMSON", "ZX04", "AB", "12"]],
    ["EM3 8XT, 2.5", ["EM3", "8XT", "2", "5"]],
  ])("of %j", (text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });
});

describe("a phrase", () => {
  test.each([
    ["at Park Surgery today", "Park Surgery", true],
    ["AT PARK SURGERY", "Park Surgery", true],
    ["Park\n Surg\nery", "Park Surgery", true],
    ["Cafe\u0301 Surgery", "Café Surgery", true],
    ["New Park Surgery", "Park Surgery", true],
    ["Stow-on-\nthe-Wold", "Stow-on-the-Wold", true],
    ["Spark Surgery", "Park Surgery", false],
    ["Park Surgery 92, network", "Park Surgery 9", false],
    ["Surgery 1 + 2 (= one)", "Surgery 1 + 2 (= one)", true],
    ["Surgery 1 * 2", "Surgery 1 + 2", false],
  ])("in %j: %j is %s", (text, phrase, is) => {
    expect(holds(text, phrase)).toBe(is);
  });
});

test("no phrase stands nowhere", () => {
  expect(standsAt(["PARK"], [], 0)).toBe(false);
});

describe("the words of a page", () => {
  const page = `<style>.a { color: red }</style><title>A &amp; B</title><!-- a remark <b>of mine</b> -->
<p title="a hint">x<b>y</b> &amp;amp; &lt;NORTH&gt; &#x3D; &#61; &#1114112; &nope;</p><td>1</td><td>2</td>
<img alt="a picture" src="cid:1"><a href="mailto:a@b.example?subject=stop%20Z1">a</a><a href="%E0">b</a>`;
  const { text, unseen } = wordsOfPage(page);

  test("are those that are read: no styles, each character reference once", () => {
    expect(text).toContain("xy &amp; <NORTH> = = \uFFFD &nope;");
    expect(text).toMatch(/A & B\n/);
    expect(wordsOfPage("x<em>y</em><i>z</i><td>1").text).toBe("xyz\n1\n");
    expect(text).toMatch(/1\n+2\n/);
    expect(text).not.toMatch(/color|remark|hint|picture/);
  });

  test("apart at every tag, but for a word that may not break", () => {
    expect(wordsOfPage('a<b>b</b> c<span class="nobr">-d</span> e<span>f</span>').apart).toBe("a b  c-d e f");
  });

  test("and those that can be come upon: remarks, hints, links, alternative texts", () => {
    expect(new Set(unseen.split("\n"))).toEqual(
      new Set(["a hint", "a picture", "cid:1", "mailto:a@b.example?subject=stop Z1", "%E0", " a remark of mine "]),
    );
  });
});

import { describe, expect, test } from "vitest";
import { findLeak, wordsInPng } from "../../src/output/leaks.ts";
import { toPng } from "../../src/output/png.ts";

describe("a hidden word is found", () => {
  test.each([
    ["as a word of its own", "sent to K7 today", true],
    ["whatever its case", "sent to k7 today", true],
    ["in a link", "https://x.example/?arm=K7&a=1", true],
    ["in a path", "/K7/report", true],
    ["not within a longer code", "K71 and AK7", false],
    ["not within a name with hyphens", "K7-series, anti-K7", false],
    ["with hyphens in a link", "see https://x.example/inhalers-K7?a=1", true],
    ["with hyphens in an address", "write to reply-k7@x.example", true],
    ["not in a link with a longer code", "https://x.example/inhalers-K71", false],
  ])("%s", (_, text, isThere) => {
    expect(findLeak([{ where: "text", text }], ["K7"]) !== undefined).toBe(isThere);
  });

  test("with where it stands", () => {
    const visible = [
      { where: "text", text: "nothing" },
      { where: "headers", text: "X-Arm: K7" },
    ];
    expect(findLeak(visible, ["K1", "K7"])).toEqual({ word: "K7", where: "headers" });
  });
});

test("a name is a word of its own as it is written, and may be a part of a link", () => {
  const leak = (text: string, word: string) => findLeak([{ where: "text", text }], [word])?.word;
  expect(leak("as a.b says", "a.b")).toBe("a.b");
  expect(leak("as axb says", "a.b")).toBeUndefined();
  for (const name of ["warm", "PLAN"]) expect(leak(`https://x.example/${name}-days`, name)).toBeUndefined();
});

describe("words within a picture", () => {
  const png = toPng('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', {
    width: 9,
    scale: 1,
    background: "#fff",
  });

  test("there are none in ours", () => {
    expect(wordsInPng(png)).toBe("");
  });

  test.each(["tEXt", "iTXt", "zTXt", "eXIf"])("a remark is read: %s", (type) => {
    const remark = Buffer.from("Comment\0arm K7", "latin1");
    const chunk = Buffer.alloc(12 + remark.length);
    chunk.writeUInt32BE(remark.length, 0);
    chunk.write(type, 4, "latin1");
    remark.copy(chunk, 8);
    const withRemark = Buffer.concat([Buffer.from(png).subarray(0, 33), chunk, Buffer.from(png).subarray(33)]);
    expect(wordsInPng(withRemark)).toContain("arm K7");
  });
});

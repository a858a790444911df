import { expect, test } from "vitest";
import { isMailbox } from "../../src/input/files/mailbox.ts";

test.each(["a@practices.example", "A.b+c@Practices.Example", "o'brien@a-b.nhs.example", "a@xn--prctices-2za.example"])(
  "%s is a mailbox",
  (text) => {
    expect(isMailbox(text)).toBe(true);
  },
);

test.each([
  ["with letters that mail servers do not take", "ä@practices.example"],
  ["with a letter of another alphabet that looks alike", "\u0430@practices.example"],
  ["in a place of such letters", "a@pr\u00e4ctices.example"],
  ["with a sign that is not seen", "a\u200b@practices.example"],
  ["with two points", "a..b@practices.example"],
  ["that begins or ends with a point", ".a@practices.example"],
  ["of a place with two points", "a@practices..example"],
  ["of a place that ends with a point", "a@practices.example."],
  ["of a place that begins with a hyphen", "a@-practices.example"],
  ["of a place in digits", "a@127.0.0.1"],
  ["of no more than a name", "a@practices"],
  ["that is longer than mail servers take", `a@${"b".repeat(250)}.example`],
  ["whose name is longer", `${"a".repeat(65)}@practices.example`],
  ["in brackets", "<a@practices.example>"],
  ["of two", "a@practices.example,b@practices.example"],
])("one %s is none", (_, text) => {
  expect(isMailbox(text)).toBe(false);
});

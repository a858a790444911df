import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, inOrder, kind } from "./kind.ts";

export const letter = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      subject: sentence
        .optional()
        .describe("The subject of its email, without the name; the campaign's title if left out."),
      salutation: sentence.default("Dear colleague").describe("How it begins."),
      paragraphs: inOrder("letter").describe(
        "Blocks of role letter: all whose condition holds are shown, in this order.",
      ),
      closing: sentence.default("Yours sincerely").describe("How it ends; the signatories are below."),
    })
    .describe(
      "A letter in place of headline, comparison and first step: words only, without figures. If no section has figures, the whole report is a letter.",
    ),
  slots: ({ paragraphs }) => [
    { slot: "paragraphs", ids: paragraphs, path: ["paragraphs"], role: "letter", most: paragraphs.length },
  ],
});

import { z } from "zod";
import { addressRoom, type Envelope, envelopeNames, envelopes, zonesOf } from "../library/envelopes.ts";

/** What pages are printed with. */
export const inks = ["colour", "k-only"] as const;
export type Ink = (typeof inks)[number];

const length = z.number().positive();
const place = z.number().nonnegative();

const ownEnvelope = z
  .strictObject({
    width: length.describe("Its width: 229."),
    height: length.describe("Its height: 162."),
    folded: z
      .strictObject({
        width: length.max(210).describe("Its width: 210."),
        height: length.max(297).describe("Its height: 148.5, a page of A4 folded once."),
      })
      .describe("The page of A4 as it lies in the envelope."),
    window: z
      .strictObject({
        left: place.describe("From the left edge of the envelope."),
        top: place.describe("From its top edge: its height, less the window's, less what is below the window."),
        width: length.describe("The window's width."),
        height: length.describe("The window's height."),
      })
      .describe("The window, seen from the front."),
  })
  .superRefine((envelope, { addIssue }) => {
    for (const { path, message } of faultsOf(envelope))
      addIssue({ code: "custom", path: [...path], message, input: envelope });
  });

export const printSchema = z
  .strictObject({
    envelope: z
      .union([z.enum(envelopeNames), ownEnvelope])
      .default("notify-c5")
      .describe(
        `The envelope with a window that pages are posted in: it places the address, and what is kept free around it. ${envelopeNames.map((name) => `${name}: ${envelopes[name].is}.`).join(" ")} Or measures of another, in mm: { width, height, folded: { width, height }, window: { left, top, width, height } }. Ask the print house for its drawing.`,
      ),
    ink: z
      .enum(inks)
      .default("colour")
      .describe(
        "colour, or k-only: pages for a printer with black ink alone. Text and lines are black and not made of dots, lighter grounds and marks are grey; the email keeps its colours.",
      ),
  })
  .prefault({})
  .describe("How pages are printed and posted. The same in every arm of a trial.");

const least = { width: 60, height: 23.6 }; // mm: seven lines of 8 pt

type PrintFault = { path: readonly string[]; message: string };

/** What of its measures cannot be, or leaves no room for an address. */
function faultsOf(envelope: Envelope): PrintFault[] {
  const { width, height, folded, window } = envelope;
  const faults: PrintFault[] = [];
  const say = (path: readonly string[], message: string) => void faults.push({ path, message });
  if (folded.width > width) say(["folded", "width"], `wider than the envelope, which has ${width} mm`);
  if (folded.height > height) say(["folded", "height"], `higher than the envelope, which has ${height} mm`);
  if (window.left + window.width > width) say(["window"], `beyond the right edge of the envelope, at ${width} mm`);
  if (window.top + window.height > height) say(["window"], `beyond the bottom edge of the envelope, at ${height} mm`);
  if (faults.length > 0) return faults;
  const room = addressRoom(zonesOf(envelope));
  for (const side of ["width", "height"] as const)
    if (room[side] < least[side])
      say(
        ["window", side],
        `leaves ${Math.max(0, Math.round(room[side] * 10) / 10)} mm that are always seen, and an address needs ${least[side]} mm`,
      );
  return faults;
}

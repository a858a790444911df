// What stands above each of two reports: its arm, what differs in the whole of it, and the envelope of its email.

import { isMasked, wordsOf } from "./cells.js";
import { isMail } from "./channel.js";
import { bothReports, classOf, differencesNow, isOfTheWhole, nameOfSide, numberButton } from "./compared.js";
import { fill, h } from "./dom.js";

/** @import { ArmReport, Differences } from "./compared.js" */
/** @import { Levels } from "./cells.js" */
/** @import { MadeAnswer } from "../../src/preview/messages.ts" */

/** @typedef {{ id: "a" | "b", heading: Element, envelope?: HTMLElement }} Heads */

/** @param {readonly Heads[]} sides */
export function drawHeads(sides) {
  const both = bothReports();
  if (!both) return;
  const found = differencesNow();
  for (const { id, heading, envelope } of sides) {
    const own = both[id];
    fill(
      heading,
      h("b", {}, nameOfSide(own.arm)),
      isMasked() ? null : levelsOfSide(own.arm.levels, found),
      (found?.differences ?? []).filter(isOfTheWhole).map(numberButton),
    );
    if (envelope) drawEnvelope(envelope, own, found);
  }
}

/**
 * The levels that are not those of the other side; all of them in the tooltip.
 * @param {Levels} levels
 * @param {Differences | null} found
 */
function levelsOfSide(levels, found) {
  const only = found?.factors.map(({ factor }) => factor) ?? [];
  return h("span", { class: "levels", title: wordsOf(levels) }, wordsOf(levels, only.length > 0 ? only : undefined));
}

/**
 * @param {HTMLElement} envelope
 * @param {ArmReport} own
 * @param {Differences | null} found
 */
function drawEnvelope(envelope, own, found) {
  envelope.hidden = !isMail() || own.state !== "report";
  if (own.state === "report") fill(envelope, envelopeLines(own.mail, found));
}

/**
 * Lines of an envelope; those in which two arms differ are marked.
 * @param {MadeAnswer["mail"]} mail
 * @param {Differences | null} [found]
 */
export function envelopeLines({ from, subject, preheader }, found = null) {
  return [
    ...envelopeLine("From", from.name),
    ...envelopeLine("Subject", subject, found, "mail.subject"),
    ...envelopeLine("Preheader", preheader, found, "mail.preheader"),
  ];
}

/**
 * @param {string} term
 * @param {string} what
 * @param {Differences | null} [found]
 * @param {string} [node]
 */
function envelopeLine(term, what, found = null, node = "") {
  const difference = found?.differences.find((each) => each.node === node);
  const kind = difference ? classOf("marked-line", difference) : term.toLowerCase();
  return [h("dt", {}, term), h("dd", { class: kind, title: what }, difference ? numberButton(difference) : null, what)];
}

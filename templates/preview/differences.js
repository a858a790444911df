// The panel of differences: the verdict, the rules that hold a trial together, and each difference with its factor.

import { isMasked, trialNow } from "./cells.js";
import { bothReports, classOf, differencesNow, isOfTheWhole, labelOf, listed, nameOfSide } from "./compared.js";
import { button } from "./controls.js";
import { h, icon } from "./dom.js";
import { neighbour, openDifference, openFinding } from "./open.js";
import { isShownHere } from "./pair.js";
import { sideRuns } from "./side-runs.js";
import { go, store } from "./store.js";

/** @import { Problem } from "../../src/problem.ts" */
/** @import { MarkedReport } from "../../src/preview/comparison.ts" */
/** @import { ArmReport, Differences } from "./compared.js" */

export function differencesPanel() {
  const found = differencesNow();
  const both = bothReports();
  if (!found || !both) return [h("p", { class: "none" }, "The two arms are being compared.")];
  return [
    verdict(found, both),
    rules(),
    h(
      "ul",
      {},
      found.differences.map((difference) => differenceItem(difference, both)),
    ),
  ];
}

/**
 * The next or previous difference is opened.
 * @param {number} by
 */
export function stepDifference(by) {
  const nodes = (differencesNow()?.differences ?? []).map(({ node }) => node);
  const next = neighbour(nodes, store.look.diff, by);
  if (next !== undefined) openDifference(next);
}

// ------------------------------------------------------------------------------------------------------------ verdict

/** @typedef {{ a: ArmReport, b: ArmReport }} Both */

/**
 * @param {Differences} found
 * @param {Both} both
 */
function verdict(found, both) {
  const undeclared = found.differences.filter(({ isDeclared }) => !isDeclared).length;
  if (undeclared > 0) return stopped(undeclared, found.differences.length - undeclared);
  if (both.a.state !== "report" || both.b.state !== "report") return verdictOfSilence(both);
  return verdictOfDeclared(found);
}

/**
 * @param {number} undeclared
 * @param {number} others
 */
function stopped(undeclared, others) {
  const rest = others > 0 ? ` ${others === 1 ? "The other one is" : `The other ${others} are`} declared.` : "";
  const count = undeclared === 1 ? "1 difference" : `${undeclared} differences`;
  return verdictBox("error", `Stop: ${count} no factor declares`, `A render of this trial would stop here.${rest}`);
}

/** @param {Both} both */
function verdictOfSilence({ a, b }) {
  const silent = [a, b].filter(({ state }) => state !== "report");
  const [first = a] = silent;
  const why = first.state === "without" ? first.reason : "no report";
  if (silent.length === 1) return verdictBox("ok", "One arm sends nothing here", `${nameOfSide(first.arm)}: ${why}.`);
  return verdictBox("info", "Neither arm sends anything here", `${why}.`);
}

/** @param {Differences} found */
function verdictOfDeclared({ differences, isSame, only, factors }) {
  if (differences.length === 0)
    return verdictBox("info", "No difference for this recipient", "Every word, chart and number is the same in both.");
  if (only.length > 0 && isSame)
    return verdictBox(
      "ok",
      `No difference in what is said: the arms differ in ${only.join(" and ")} only`,
      "Every word, chart and number of the report is the same in both.",
    );
  const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`;
  const from = isMasked() ? "all declared" : `from ${listed(factors.map(({ factor }) => factor))}`;
  return verdictBox("ok", "The arms differ only as declared", `${count} for this recipient, ${from}.`);
}

/**
 * @param {"ok" | "info" | "error"} tone
 * @param {string} title
 * @param {string} words
 */
function verdictBox(tone, title, words) {
  return h("div", { class: `verdict ${tone}` }, icon(tone), h("div", {}, h("h3", {}, title), h("p", {}, words)));
}

// -------------------------------------------------------------------------------------------------------------- rules

const checks = /** @type {const} */ ([
  ["X01", "No undeclared difference, over all recipients"],
  ["X02", "Each factor does the same whatever the others are"],
  ["X03", "No arm, level or code where a reader could see it"],
  ["X04", "Same data, peers and disclosure control"],
]);

/** The rules that stop a render, over everybody. */
function rules() {
  const findings = store.status?.findings ?? [];
  const isBroken = findings.some(({ code }) => code === "cannot-check");
  const otherwise = isBroken ? "unknown" : store.status?.isChecked ? "ok" : "waiting";
  return h(
    "ul",
    { class: "checks" },
    checks.map(([code, says]) => {
      const broken = findings.filter((finding) => finding.code === code && finding.severity === "error");
      return broken[0] ? brokenRule(code, says, broken[0], broken.length) : rule(code, says, otherwise);
    }),
  );
}

/**
 * @param {string} code
 * @param {string} says
 * @param {Problem} first
 * @param {number} count
 */
function brokenRule(code, says, first, count) {
  return h(
    "li",
    { class: "error" },
    h("code", {}, code),
    button(`check-${code}`, { onclick: () => openFinding(first) }, says),
    h("span", {}, icon("error"), h("span", { class: "sr" }, `broken, ${count}`)),
  );
}

/**
 * @param {string} code
 * @param {string} says
 * @param {"ok" | "unknown" | "waiting"} state
 */
function rule(code, says, state) {
  const held = h("span", {}, icon("ok"), h("span", { class: "sr" }, "holds"));
  const open = h("span", { class: "small" }, state === "unknown" ? "cannot check" : "checking");
  return h("li", { class: state }, h("code", {}, code), h("span", {}, says), state === "ok" ? held : open);
}

// --------------------------------------------------------------------------------------------------------------- list

/**
 * @param {MarkedReport} difference
 * @param {Both} both
 */
function differenceItem(difference, both) {
  const { number, node } = difference;
  const isOpen = store.look.diff === node;
  const head = {
    class: "head",
    "aria-expanded": String(isOpen),
    onclick: () => (isOpen ? go({ diff: "" }) : openDifference(node)),
  };
  return h(
    "li",
    { class: classOf("item difference", difference), "data-open": isOpen, "data-node": node },
    button(
      `diff-${node}`,
      head,
      h("span", { class: classOf("tag", difference) }, String(number)),
      h("b", {}, labelOf(difference)),
      h("code", { class: "by" }, attribution(difference)),
    ),
    textsOf(difference, both),
    isOpen ? differenceDetail(difference) : null,
  );
}

/** @param {MarkedReport} difference */
function attribution({ by, together, isDeclared }) {
  if (!isDeclared) return "undeclared";
  if (isMasked()) return "declared";
  return by.join(together ? " with " : ", ");
}

/**
 * @param {MarkedReport} difference
 * @param {Both} both
 */
function textsOf(difference, both) {
  const { node, a, b } = difference;
  const [ours, theirs] = [nameOfSide(both.a.arm), nameOfSide(both.b.arm)];
  if (node.startsWith("sections.") && (a === "" || b === ""))
    return h("p", { class: "only" }, `Only in ${a === "" ? theirs : ours}`);
  return h("dl", { class: "texts" }, textLine("a", ours, difference), textLine("b", theirs, difference));
}

/**
 * @param {"a" | "b"} id
 * @param {string} name
 * @param {MarkedReport} difference
 */
function textLine(id, name, difference) {
  if (isMasked() && isOfTheWhole(difference)) return [h("dt", {}, name), h("dd", {}, h("i", {}, "hidden"))];
  const { words, [id]: text } = difference;
  const said = words ? sideRuns(words, id === "a" ? "out" : "in") : text;
  return [h("dt", {}, name), h("dd", {}, text === "" ? h("i", {}, "nothing") : said)];
}

/** @param {MarkedReport} difference */
function differenceDetail(difference) {
  const { aspect, by, isDeclared, block, node, together } = difference;
  return h(
    "div",
    { class: "detail" },
    h("p", { class: "small" }, h("code", {}, node), `, a difference in ${aspect}`),
    isShownHere(difference) ? null : h("p", { class: "small" }, "It is not shown in this channel."),
    block ? h("p", { class: "small" }, `Words from ${block.a || "nothing"} and ${block.b || "nothing"}`) : null,
    together && !isMasked()
      ? h("p", { class: "small" }, `No factor shows it alone: ${listed(by)} have it between them.`)
      : null,
    isDeclared ? null : h("p", {}, undeclaredBecause(by, aspect)),
    isDeclared ? null : findingButton(aspect),
  );
}

/**
 * Leads to what the rules say of a difference of this kind.
 * @param {string} aspect
 */
function findingButton(aspect) {
  const finding = store.status?.findings.find(({ code, message }) => /^X0[14]$/.test(code) && message.includes(aspect));
  if (!finding) return null;
  const show = { class: "toggle", onclick: () => openFinding(finding) };
  return button("show-finding", show, "Show the finding and its line");
}

/**
 * @param {readonly string[]} by
 * @param {string} aspect
 */
function undeclaredBecause(by, aspect) {
  const changes = trialNow()
    .factors.filter(({ factor }) => by.includes(factor))
    .map(({ factor, changes: all }) => `${factor} declares ${all.join(", ")}`);
  return changes.length > 0
    ? `It comes from ${listed(by)}, and ${listed(changes)}: not ${aspect}.`
    : `No factor accounts for it.`;
}

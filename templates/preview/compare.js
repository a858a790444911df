// Two arms side by side: the same recipient's reports, every difference boxed and numbered in both.

import { isMasked, nameOfArm, otherArm, wordsOf } from "./arms.js";
import { $, fill, h, icon } from "./dom.js";
import { listenForKeys } from "./keys.js";
import { boxAt } from "./marks.js";
import { openFinding } from "./reasons.js";
import { go, store } from "./store.js";

/** What stands on the stage: one entry for each side that has a document. */
let sides = [];
let shown = ""; // the open difference that has been brought into view

/** What is done when a document is there: the stage is measured anew. */
let onLoaded = () => {};
export function onSideLoaded(listener) {
  onLoaded = listener;
}

/** Space between the two, in px. */
export const gap = 16;

/** Draws both sides anew. `width` is that of a document before zooming; `kind` is print, email or text. */
export function drawPair({ kind, width, address, moved }) {
  const { report, other, differences } = store;
  if (!report || !other) return;
  const old = moved ? [] : sides;
  const [a, b] = [
    { id: "a", report },
    { id: "b", report: other },
  ].map(({ id, report: own }) => sideOf({ id, own, kind, width, address, old: old.find((each) => each.id === id) }));
  sides = [a, b];
  const pair = $("stage").querySelector(".pair");
  if (!pair || moved || pair.children[0] !== a.section || pair.children[1] !== b.section)
    fill($("stage"), h("div", { class: "pair" }, a.section, b.section));
  if (kind === "text") markText();
  drawHeads(differences);
}

export function clearPair() {
  sides = [];
  shown = "";
}

/** Each side as wide as its document and shrunk as a whole. */
export function zoomPair(by) {
  for (const { section, holder, frame, width } of sides) {
    if (!holder) continue;
    section.style.width = `${width * by}px`;
    holder.style.setProperty("--scale", String(by));
    const height = frame?.contentDocument?.body?.scrollHeight ?? 0;
    if (frame) frame.style.height = `${height}px`;
    if (frame) holder.style.height = `${height * by}px`;
  }
}

function sideOf({ id, own, kind, width, address, old }) {
  const channel = kind === "print" ? "print" : "email";
  const heading = h("header", { class: "side-head" });
  const envelope = h("dl", { class: "envelope" });
  const key = id === "a" ? "the arm looked at" : "the arm beside it";
  if (own.state !== "report") return plainSide(heading, id, key, cardFor(own));
  if (!own.channels.includes(channel))
    return plainSide(
      heading,
      id,
      key,
      card(`Not sent ${channel === "print" ? "on paper" : "by email"}`, "This arm goes by another channel."),
    );
  if (kind === "text") return plainSide(heading, id, key, h("pre", { class: "plain" }, own.text));
  if (old?.frame && old.kind === kind) return reloaded(old, { own, width, address });
  const holder = h("div", { class: kind === "print" ? "holder sheets" : "holder" });
  const section = h("section", { class: "side framed", "aria-label": `Report of ${key}` }, heading, envelope, holder);
  const side = { id, kind, section, heading, envelope, holder, width, frame: null };
  load(side, { own, address });
  return side;
}

function plainSide(heading, id, key, body) {
  const section = h("section", { class: "side", "aria-label": `Report of ${key}` }, heading, body);
  return { id, section, heading, body };
}

function cardFor(own) {
  if (own.state === "without") return card("Nothing is sent", `${capital(own.reason)}.`);
  return card("No report can be made", own.message ?? "");
}

function card(title, words) {
  return h("div", { class: "card" }, h("h3", {}, title), h("p", {}, words));
}

function reloaded(side, { own, width, address }) {
  side.width = width;
  load(side, { own, address });
  return side;
}

/** A new frame is loaded out of sight and takes the old one's place when it is whole. */
function load(side, { own, address }) {
  const src = address(own.arm.asked);
  if (side.frame?.getAttribute("src") === src) return;
  for (const waiting of side.holder.querySelectorAll("iframe.waiting")) waiting.remove();
  const frame = h("iframe", {
    class: "waiting",
    sandbox: "allow-same-origin",
    title: `Report of ${own.recipient?.name ?? own.code}, arm ${nameOfArm(own.arm.code ?? own.arm.asked)}`,
    src,
  });
  frame.style.width = `${side.width}px`;
  frame.addEventListener("load", () => {
    for (const child of [...side.holder.children]) if (child !== frame) child.remove();
    frame.classList.remove("waiting");
    side.frame = frame;
    frame.contentDocument.addEventListener("click", (event) => event.preventDefault());
    listenForKeys(frame.contentDocument);
    onLoaded();
    markSides();
  });
  side.holder.append(frame);
}

// -------------------------------------------------------------------------------------------------------------- marks

/** Boxes over both documents and numbers in both heads, once everything is there. */
export function markSides() {
  const found = differencesNow();
  drawHeads(found);
  for (const side of sides) {
    side.holder?.querySelector(".marks")?.remove();
    if (!side.frame?.contentDocument?.body) continue;
    const boxes = (found?.differences ?? []).flatMap((difference) => boxOf(side, difference));
    side.holder.append(h("div", { class: "marks", "aria-hidden": "true" }, boxes));
  }
  showDifference();
}

function differencesNow() {
  const { differences, report, other } = store;
  const isOf = (own) => own?.code === differences?.code;
  return differences && isOf(report) && isOf(other) ? differences : null;
}

function boxOf(side, difference) {
  const { number, node } = difference;
  const area = difference[side.id] === "" ? undefined : boxAt(side.frame.contentDocument, node);
  if (!area) return [];
  const box = h(
    "div",
    { class: classOf("mark", difference), "data-number": number, "data-open": node === store.look.diff },
    h("span", { class: "tag", onclick: () => openDifference(node) }, String(number)),
  );
  for (const edge of ["top", "left", "width", "height"]) box.style.setProperty(`--${edge}`, `${area[edge]}px`);
  return [box];
}

function classOf(name, { isDeclared }) {
  return `${name} ${isDeclared ? "declared" : "undeclared"}`;
}

/** Respects that have no place in the document: they stand above it. */
const ofTheWhole =
  /^(channels|support|template|topic|comparators|peers(\..+)?|framing|messages|schedule\..+|mail\.title)$/;

function drawHeads(found) {
  for (const { id, heading, envelope } of sides) {
    const own = id === "a" ? store.report : store.other;
    const whole = (found?.differences ?? []).filter(({ node }) => ofTheWhole.test(node));
    fill(
      heading,
      h("b", {}, nameOfArm(own.arm.code ?? own.arm.asked)),
      isMasked() ? null : levelsOfSide(own.arm.levels, found),
      whole.map(numberButton),
    );
    if (envelope) drawEnvelope(envelope, own, found);
  }
}

/** The levels that are not those of the other side; all of them in the tooltip. */
function levelsOfSide(levels, found) {
  const only = found?.factors.map(({ factor }) => factor);
  return h("span", { class: "levels", title: wordsOf(levels) }, wordsOf(levels, only?.length > 0 ? { only } : {}));
}

function drawEnvelope(envelope, { mail }, found) {
  envelope.hidden = store.look.tab === "print" || !mail;
  if (envelope.hidden) return;
  const line = (term, what, node) => {
    const difference = found?.differences.find((each) => each.node === node);
    return [
      h("dt", {}, term),
      h(
        "dd",
        { class: difference ? classOf("marked-line", difference) : null, title: what },
        difference ? numberButton(difference) : null,
        what,
      ),
    ];
  };
  fill(
    envelope,
    line("From", mail.from.name),
    line("Subject", mail.subject, "mail.subject"),
    line("Preheader", mail.preheader, "mail.preheader"),
  );
}

function numberButton(difference) {
  const { number, node } = difference;
  return h(
    "button",
    {
      type: "button",
      class: classOf("tag", difference),
      "data-focus": `tag-${number}`,
      title: labelOf(difference),
      "aria-label": `Difference ${number}: ${labelOf(difference)}`,
      onclick: () => openDifference(node),
    },
    String(number),
  );
}

/** In plain text the words themselves are marked. */
function markText() {
  const runs = differencesNow()?.text;
  const [a, b] = sides.map(({ body }) => body);
  if (!runs || !a?.matches("pre") || !b?.matches("pre")) return;
  fill(a, sideRuns(runs, "out"));
  fill(b, sideRuns(runs, "in"));
}

// --------------------------------------------------------------------------------------------------------------- list

/** What differs, for the right pane. */
export function differencesPanel() {
  const found = differencesNow();
  if (!found) return [h("p", { class: "none" }, "The two arms are being compared.")];
  return [verdict(found), rules(), h("ul", {}, found.differences.map(differenceItem))];
}

export function countDifferences() {
  return differencesNow()?.differences.length;
}

/** The next or previous difference is opened. */
export function stepDifference(by) {
  const nodes = (differencesNow()?.differences ?? []).map(({ node }) => node);
  const at = nodes.indexOf(store.look.diff);
  const next = nodes[at < 0 ? (by > 0 ? 0 : nodes.length - 1) : at + by];
  if (next !== undefined) openDifference(next);
}

function openDifference(node) {
  go({ diff: node, panel: "differences", right: "1" });
  $("panel").querySelector("[data-open]")?.scrollIntoView({ block: "nearest" });
}

/** Brings the open difference into view on the stage, and marks it in both. */
export function showDifference() {
  const { diff, code, tab } = store.look;
  const boxes = [...$("stage").querySelectorAll(".mark")];
  const number = differencesNow()?.differences.find(({ node }) => node === diff)?.number;
  for (const box of boxes) box.toggleAttribute("data-open", box.dataset.number === String(number));
  const now = [diff, code, tab, boxes.length > 0].join(" ");
  if (now === shown) return;
  shown = now;
  const open = boxes.filter((box) => box.hasAttribute("data-open"));
  if (open.length === 0) return;
  const stage = $("stage").getBoundingClientRect();
  const tops = open.map((box) => box.getBoundingClientRect().top);
  const isSeen = tops.every((top) => top > stage.top && top < stage.bottom - 80);
  if (!isSeen) $("stage").scrollTop += Math.min(...tops) - stage.top - stage.height / 4;
}

function verdict({ differences, isSame, only, factors }) {
  const undeclared = differences.filter(({ isDeclared }) => !isDeclared).length;
  if (undeclared > 0) {
    const others = differences.length - undeclared;
    const rest = others > 0 ? ` ${others === 1 ? "The other one is" : `The other ${others} are`} declared.` : "";
    const title =
      undeclared === 1 ? "Stop: 1 difference no factor declares" : `Stop: ${undeclared} differences no factor declares`;
    return verdictBox("error", title, `A render of this trial would stop here.${rest}`);
  }
  const silent = [store.report, store.other].filter(({ state }) => state !== "report");
  if (silent.length === 1) {
    const [{ arm, reason }] = silent;
    return verdictBox(
      "ok",
      "One arm sends nothing here",
      `${nameOfArm(arm.code ?? arm.asked)}: ${reason ?? "no report"}.`,
    );
  }
  if (silent.length === 2)
    return verdictBox("info", "Neither arm sends anything here", `${store.report.reason ?? ""}.`);
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

function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function verdictBox(tone, title, words) {
  return h("div", { class: `verdict ${tone}` }, icon(tone), h("div", {}, h("h3", {}, title), h("p", {}, words)));
}

const checks = [
  ["X01", "No undeclared difference, over all recipients"],
  ["X02", "Each factor does the same whatever the others are"],
  ["X03", "No arm, level or code where a reader could see it"],
  ["X04", "Same data, peers and disclosure control"],
];

/** The rules that stop a render, over everybody. */
function rules() {
  const { findings, isChecked } = store.status;
  const isBroken = findings.some(({ code }) => code === "cannot-check");
  const otherwise = isBroken ? "unknown" : isChecked ? "ok" : "waiting";
  return h(
    "ul",
    { class: "checks" },
    checks.map(([code, says]) => {
      const broken = findings.filter((finding) => finding.code === code && finding.severity === "error");
      const state = broken.length > 0 ? "error" : otherwise;
      const words = { error: `broken, ${broken.length}`, ok: "holds" }[state];
      return h(
        "li",
        { class: state },
        h("code", {}, code),
        broken.length > 0
          ? h("button", { type: "button", "data-focus": `check-${code}`, onclick: () => openFinding(broken[0]) }, says)
          : h("span", {}, says),
        words
          ? h("span", {}, icon(state), h("span", { class: "sr" }, words))
          : h("span", { class: "small" }, state === "unknown" ? "cannot check" : "checking"),
      );
    }),
  );
}

function differenceItem(difference) {
  const { number, node, by, together, isDeclared, a, b } = difference;
  const isOpen = store.look.diff === node;
  return h(
    "li",
    { class: classOf("item difference", difference), "data-open": isOpen, "data-node": node },
    h(
      "button",
      {
        type: "button",
        class: "head",
        "data-focus": `diff-${node}`,
        "aria-expanded": String(isOpen),
        onclick: () => (isOpen ? go({ diff: "" }) : openDifference(node)),
      },
      h("span", { class: classOf("tag", difference) }, String(number)),
      h("b", {}, labelOf(difference)),
      h("code", { class: "by" }, attribution({ by, together, isDeclared })),
    ),
    node.startsWith("sections.") && (a === "" || b === "")
      ? h("p", { class: "only" }, `Only in ${a === "" ? nameOfSide("b") : nameOfSide("a")}`)
      : h("dl", { class: "texts" }, textLine("a", difference), textLine("b", difference)),
    isOpen ? differenceDetail(difference) : null,
  );
}

function attribution({ by, together, isDeclared }) {
  if (!isDeclared) return "undeclared";
  if (isMasked()) return "declared";
  return by.join(together ? " with " : ", ");
}

function nameOfSide(id) {
  const { arm } = id === "a" ? store.report : store.other;
  return arm.code ?? nameOfArm(id === "a" ? arm.asked : otherArm());
}

function textLine(id, { a, b, words, node }) {
  const text = { a, b }[id];
  if (isMasked() && ofTheWhole.test(node)) return [h("dt", {}, nameOfSide(id)), h("dd", {}, h("i", {}, "hidden"))];
  const runs = words ? sideRuns(words, id === "a" ? "out" : "in") : text;
  return [h("dt", {}, nameOfSide(id)), h("dd", {}, text === "" ? h("i", {}, "nothing") : runs)];
}

/** One side of two texts: what both say, and what this one alone does. */
function sideRuns(runs, kind) {
  const tag = kind === "out" ? "del" : "ins";
  return runs.flatMap((run) => {
    if (run.kind === "same") return [run.text];
    if (run.kind !== kind) return [];
    return [h(tag, {}, h("span", { class: "sr" }, "[only here: "), run.text, h("span", { class: "sr" }, "]"))];
  });
}

/** Whether it has a box, or stands above the documents. */
function isShownHere({ node, number }) {
  const hasPlace = sides.some(({ frame }) => frame) && !ofTheWhole.test(node) && !node.startsWith("mail.");
  return !hasPlace || $("stage").querySelector(`.mark[data-number="${number}"]`) !== null;
}

function differenceDetail(difference) {
  const { aspect, by, isDeclared, block, node, together } = difference;
  const finding = store.status.findings.find(({ code, message }) => /^X0[14]$/.test(code) && message.includes(aspect));
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
    finding && !isDeclared
      ? h(
          "button",
          { type: "button", class: "toggle", onclick: () => openFinding(finding) },
          "Show the finding and its line",
        )
      : null,
  );
}

function undeclaredBecause(by, aspect) {
  const { factors } = store.status.trial;
  const changes = factors
    .filter(({ factor }) => by.includes(factor))
    .map(({ factor, changes: all }) => `${factor} declares ${all.join(", ")}`);
  return changes.length > 0
    ? `It comes from ${listed(by)}, and ${listed(changes)}: not ${aspect}.`
    : `No factor accounts for it.`;
}

/** "Headline", "Fact 2", "Section: own plan", "Channels" */
function labelOf({ node }) {
  const parts = node.split(".");
  const [first, ...rest] = parts;
  if (first === "sections") return rest[0] === "order" ? "Order of sections" : `Section: ${plainWords(rest.join(" "))}`;
  if (first === "mail") return { subject: "Subject", preheader: "Preheader", title: "Title" }[rest[0]] ?? node;
  if (node === "headline.say") return "Headline";
  if (rest.length === 0) return capital(plainWords(first));
  const what = rest.filter((part) => part !== "block").map((part) => (part === "facts" ? "fact" : part));
  return `${capital(plainWords(first))}: ${plainWords(what.join(" "))}`;
}

function plainWords(text) {
  return text.replaceAll("-", " ");
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

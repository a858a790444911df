// Where the words of a difference stand in a document.

/** @import { Marked } from "../../src/preview/comparison.ts" */

/** @typedef {{ left: number, top: number, width: number, height: number }} Box */

/**
 * The box round a difference, in px of the document: of its words, or of its chart. Nothing where it is not shown.
 * @param {Document} inside
 * @param {Pick<Marked, "node" | "aspect" | "inside">} difference
 * @param {string} text
 * @param {Document | null} [across]
 */
export function findText(inside, { node, aspect, inside: within }, text, across) {
  if (aspect === "charts") return boxRound(chartsIn(inside, node));
  if (!within) return boxRound(wordsIn(inside, text.split(" · ")));
  const found = wordsIn(inside, onlyHere(within, across));
  const section = sectionOf(node.replace(/^sections\./, ""), found[0]);
  return boxRound(section ? found.filter((element) => section.contains(element)) : found);
}

/**
 * Texts of a section that the other document says elsewhere do not tell where the section is.
 * @param {readonly string[]} texts
 * @param {Document | null} [across]
 */
function onlyHere(texts, across) {
  const others = across?.body ? lettersOf(across.body) : "";
  return texts.flatMap((text) => text.split(" · ")).filter((text) => !others.includes(text.replaceAll(/\s+/g, "")));
}

/**
 * For each text the smallest element that holds its letters.
 * @param {Document} inside
 * @param {readonly string[]} texts
 */
function wordsIn(inside, texts) {
  const candidates = [...inside.body.querySelectorAll("h1, h2, h3, p, li, tr, th, td, dd, div, span, b, a, text")]
    .map((element) => ({ element, letters: lettersOf(element) }))
    .filter(({ letters }) => letters.length > 0 && letters.length < 2500)
    .sort((a, b) => a.letters.length - b.letters.length);
  const found = texts.flatMap((text) => {
    const letters = text.replaceAll(/\s+/g, "");
    const isShort = letters.length < 6;
    const match = candidates.find((each) => (isShort ? each.letters === letters : each.letters.includes(letters)));
    return match && letters ? [{ element: match.element, isShort }] : [];
  });
  const sure = found.filter(({ isShort }) => !isShort);
  return (sure.length > 0 ? sure : found.slice(0, 1)).map(({ element }) => element);
}

/**
 * The part of the document that is a section, where the markup tells.
 * @param {string} name
 * @param {Element | undefined} element
 */
function sectionOf(name, element) {
  const kind = CSS.escape(name.replace(/-\d+$/, ""));
  return element?.closest(kind === "first-step" ? ".step" : `.${kind}-section`);
}

/**
 * The drawing of a section.
 * @param {Document} inside
 * @param {string} node
 */
function chartsIn(inside, node) {
  const [section = ""] = node.split(".");
  const kind = CSS.escape(section.replace(/-\d+$/, ""));
  const own = inside.querySelector(`.${kind}-section svg, .${kind} svg, .strip img`);
  return own ? [own] : [...inside.querySelectorAll("svg, img")].slice(0, 1);
}

/**
 * Letters of an element without notes of sources and spaces.
 * @param {Element} element
 */
export function lettersOf(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { parentElement, nodeValue } = walker.currentNode;
    if (!parentElement?.closest("sup")) texts.push(nodeValue ?? "");
  }
  return texts.join("").replace(/\s+/g, "");
}

const margin = 6; // px between words and box

/**
 * @param {readonly Element[]} elements
 * @returns {Box | undefined}
 */
function boxRound(elements) {
  const boxes = elements.map((element) => element.getBoundingClientRect()).filter(({ width }) => width > 0);
  if (boxes.length === 0) return undefined;
  const left = Math.max(1, Math.min(...boxes.map((box) => box.left)) - margin);
  const top = Math.max(1, Math.min(...boxes.map((box) => box.top)) - margin);
  const right = Math.max(...boxes.map((box) => box.right)) + margin;
  const bottom = Math.max(...boxes.map((box) => box.bottom)) + margin;
  return { left, top, width: right - left, height: bottom - top };
}

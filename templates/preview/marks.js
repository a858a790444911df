// Where a piece of a report stands in a document. Every piece carries its name: data-slot="trend-2.message" in a
// section's data-section="trend-2", as in differences and in explanations.

/** @typedef {{ left: number, top: number, width: number, height: number }} Box */

/**
 * The box round a piece, in px of the document; nothing where the document does not show it.
 * @param {Document} inside
 * @param {string} node
 */
export function boxAt(inside, node) {
  return boxRound(elementsAt(inside, node));
}

/**
 * The element of a piece, or of a section, that goes by exactly this name.
 * @param {Document} inside
 * @param {string} name
 * @returns {HTMLElement | undefined}
 */
export function elementOf(inside, name) {
  const text = CSS.escape(name);
  return inside.querySelector(`[data-slot="${text}"], [data-section="${text}"]`) ?? undefined;
}

/**
 * What carries the name of a difference, or else the nearest name above it: a label's is its chart, at last the section.
 * @param {Document} inside
 * @param {string} node
 */
function elementsAt(inside, node) {
  const parts = node.replace(/^sections\./, "").split(".");
  for (let length = parts.length; length > 1; length--) {
    const found = markedAt(inside, parts.slice(0, length).join("."));
    if (found.length > 0) return found;
  }
  return [...inside.querySelectorAll(`[data-section="${CSS.escape(parts[0] ?? "")}"] > *`)];
}

/**
 * What carries a name or one below it: the chart of an email is its axis and the bars.
 * @param {Document} inside
 * @param {string} name
 */
function markedAt(inside, name) {
  const text = CSS.escape(name);
  return [...inside.querySelectorAll(`[data-slot="${text}"], [data-slot^="${text}."]`)];
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

// What was typed into a form and not saved yet, kept by the browser: a reload or a crash loses none of it.

/** By path: what was typed, and what the file had there when it was. @typedef {Map<string, { text: string, was: string }>} Typed */
/** By place: what is to come in there, and what was typed for it, by path. @typedef {Map<string, { kind: string, typed: Map<string, string> }>} Adding */

/** @typedef {{ typed: Typed, adding: Adding }} Draft */

/**
 * @param {string} key
 * @returns {Draft}
 */
export function draftOf(key) {
  try {
    const { typed, adding } = JSON.parse(localStorage.getItem(nameOf(key)) ?? "{}");
    const entries = Object.entries(adding ?? {}).map(
      ([place, { kind, typed }]) => /** @type {const} */ ([place, { kind, typed: new Map(typed) }]),
    );
    return { typed: new Map(typed), adding: new Map(entries) };
  } catch {
    return { typed: new Map(), adding: new Map() };
  }
}

/**
 * @param {string} key
 * @param {Draft} draft
 */
export function keepDraft(key, { typed, adding }) {
  const entries = filledIn(adding).map(([place, { kind, typed }]) => [place, { kind, typed: [...typed] }]);
  try {
    if (typed.size === 0 && entries.length === 0) localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), JSON.stringify({ typed: [...typed], adding: Object.fromEntries(entries) }));
  } catch {
    // A browser that keeps nothing still has the form.
  }
}

/**
 * What is to come in, of which more is known than its kind.
 * @param {Adding} adding
 */
export function filledIn(adding) {
  return [...adding].filter(([, { typed }]) => [...typed.values()].some((text) => text.trim() !== ""));
}

/** @param {string} key */
function nameOf(key) {
  return `draft ${key}`;
}

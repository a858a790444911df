// What was typed into a form and not saved yet, kept by the browser: a reload or a crash loses none of it.

/** By path: what was typed, and what the file had there when it was. @typedef {Map<string, { text: string, was: string }>} Typed */

/**
 * @param {string} key
 * @returns {Typed}
 */
export function draftOf(key) {
  try {
    return new Map(JSON.parse(localStorage.getItem(nameOf(key)) ?? "[]"));
  } catch {
    return new Map();
  }
}

/**
 * @param {string} key
 * @param {Typed} typed
 */
export function keepDraft(key, typed) {
  try {
    if (typed.size === 0) localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), JSON.stringify([...typed]));
  } catch {
    // A browser that keeps nothing still has the form.
  }
}

/** @param {string} key */
function nameOf(key) {
  return `draft ${key}`;
}

// Small helpers to build the page. Nothing is ever set as markup: text stays text.

/** @import { WordRun } from "../../src/preview/overview.ts" */

/**
 * What may stand in an element; false, null and undefined are left out.
 * @typedef {Node | string | false | null | undefined} Child
 * @typedef {Child | readonly Child[]} Children
 */

/**
 * Attributes and listeners of an element; false, null and undefined are left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @typedef {{ [name: string]: string | number | boolean | null | undefined | ((event: never) => void) } & {
 *   onclick?: (event: MouseEvent) => void,
 *   onkeydown?: (event: KeyboardEvent) => void,
 *   onchange?: (event: Event & { currentTarget: HTMLElementTagNameMap[Tag] }) => void,
 * }} Attributes
 */

/**
 * Elements of index.html that are more than an element.
 * @typedef {{
 *   search: HTMLInputElement, cycle: HTMLSelectElement, wording: HTMLSelectElement, help: HTMLDialogElement,
 * }} Special
 */

/**
 * The element of the page with this id.
 * @template {string} Id
 * @param {Id} id
 * @returns {Id extends keyof Special ? Special[Id] : HTMLElement}
 */
export function $(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return /** @type {Id extends keyof Special ? Special[Id] : HTMLElement} */ (element);
}

/**
 * An element: `h("button", { class: "icon", onclick }, "words", child)`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes<Tag>} attributes
 * @param {Children[]} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...shown(children));
  return element;
}

/**
 * Replaces what is in an element; the focus, and the place in what is typed, stay in what has the same
 * `data-focus` afterwards.
 * @param {Element} element
 * @param {Children[]} children
 */
export function fill(element, ...children) {
  const { activeElement } = document;
  const focused = activeElement && element.contains(activeElement) && activeElement.getAttribute("data-focus");
  const caret = isTyped(activeElement) ? [activeElement.selectionStart, activeElement.selectionEnd] : null;
  element.replaceChildren(...shown(children));
  const next = focused ? find(element, `[data-focus="${CSS.escape(focused)}"]`) : null;
  next?.focus({ preventScroll: true });
  if (caret && isTyped(next)) next.setSelectionRange(caret[0] ?? null, caret[1] ?? null);
}

/**
 * @param {Element | null} element
 * @returns {element is HTMLTextAreaElement | HTMLInputElement}
 */
function isTyped(element) {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && ["text", "search"].includes(element.type))
  );
}

/** @param {readonly Children[]} children */
function shown(children) {
  return children.flat().filter((child) => child !== false && child !== null && child !== undefined);
}

/**
 * The first element in another that a selector means.
 * @param {ParentNode} element
 * @param {string} selector
 */
export function find(element, selector) {
  return /** @type {HTMLElement | null} */ (element.querySelector(selector));
}

/**
 * All elements in another that a selector means.
 * @param {ParentNode} element
 * @param {string} selector
 */
export function findAll(element, selector) {
  return /** @type {HTMLElement[]} */ ([...element.querySelectorAll(selector)]);
}

/**
 * The nearest element that a selector means, from where an event happened outwards. An event of a frame is none of this
 * window's classes, so it is not asked for its class.
 * @param {Event} event
 * @param {string} selector
 */
export function around(event, selector) {
  const target = /** @type {Partial<Element> | null} */ (event.target);
  return /** @type {HTMLElement | null} */ (target?.closest?.(selector) ?? null);
}

/**
 * A picture of the page's own set; what it means stands beside it in words.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", `i i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Gives a function that does the work only where its key has changed since the last time. */
export function onlyIfNew() {
  /** @type {string | undefined} */
  let last;
  return (/** @type {unknown} */ key, /** @type {() => void} */ work) => {
    const now = JSON.stringify(key);
    if (now === last) return;
    last = now;
    work();
  };
}

/**
 * A sentence as its runs, strong ones bold.
 * @param {readonly WordRun[]} says
 */
export function runs(says) {
  return says.map(({ text, strong }) => (strong ? h("b", {}, text) : text));
}

/**
 * Tells those who do not see the page.
 * @param {string} words
 */
export function say(words) {
  $("say").textContent = words;
}

/**
 * "18:04:31"
 * @param {string | null} iso
 */
export function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString("en-GB") : "";
}

/**
 * "12 Oct 2026"
 * @param {string} iso
 */
export function day(iso) {
  return new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

/**
 * The end of a long path says more than its start.
 * @param {string} file
 */
export function shortened(file) {
  const parts = file.split("/");
  return parts.length > 3 ? `…/${parts.slice(-3).join("/")}` : file;
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

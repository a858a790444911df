// Questions to the server, which answers below its secret address.

/** @import { Answers, ListChange, FileChanged } from "../../src/preview/messages.ts" */

/**
 * What the server says at a path; an error of its own carries its words.
 * @template {keyof Answers} Path
 * @param {Path} path
 * @param {Record<string, string>} [query]
 * @returns {Promise<Answers[Path]>}
 */
export async function ask(path, query = {}) {
  return bodyOf(await fetch(`.${path}?${new URLSearchParams(query)}`));
}

/**
 * Has the server change a file, or take the last change back.
 * @param {"/api/edit" | "/api/undo"} path
 * @param {ListChange | {}} change
 * @returns {Promise<FileChanged>}
 */
export async function post(path, change) {
  const headers = { "Content-Type": "application/json" };
  return bodyOf(await fetch(`.${path}`, { method: "POST", headers, body: JSON.stringify(change) }));
}

/** @param {Response} answer */
async function bodyOf(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}

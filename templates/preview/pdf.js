// The real PDF, page by page, drawn by pdf.js: the same in every browser.

import { h } from "./dom.js";

/** @import { PDFPageProxy } from "pdfjs-dist" */

const library = "../vendor/pdf.mjs"; // loaded when a PDF is first looked at

let latest = 0;

/**
 * Draws every page into the holder when all are ready; an older request that ends later is dropped.
 * @param {Element} holder
 * @param {string} address
 * @param {number} width
 */
export async function drawPdf(holder, address, width) {
  const mine = ++latest;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error((await answer.json()).error);
  const { getDocument, GlobalWorkerOptions } = /** @type {typeof import("pdfjs-dist")} */ (await import(library));
  GlobalWorkerOptions.workerSrc = new URL("../vendor/pdf.worker.mjs", import.meta.url).href;
  const task = getDocument({ data: await answer.arrayBuffer(), useWasm: false });
  try {
    const pdf = await task.promise;
    const sheets = [];
    for (let number = 1; number <= pdf.numPages; number++)
      sheets.push(await sheetOf(await pdf.getPage(number), pdf.numPages, width));
    if (mine === latest && holder.isConnected) holder.replaceChildren(...sheets);
  } finally {
    await task.destroy();
  }
}

/**
 * @param {PDFPageProxy} page
 * @param {number} pages
 * @param {number} width
 */
async function sheetOf(page, pages, width) {
  const sharp = Math.max(2, window.devicePixelRatio);
  const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * sharp });
  const canvas = h("canvas", {
    class: "sheet",
    role: "img",
    "aria-label": `Page ${page.pageNumber} of ${pages} of the PDF`,
    width: viewport.width,
    height: viewport.height,
  });
  await page.render({ canvas, viewport }).promise;
  return canvas;
}

import type { Matrix } from "../pdf/matrix.ts";

/** The room that something takes on a page, in points from its left and bottom. Nothing has a left beyond its right. */
export type Box = { left: number; bottom: number; right: number; top: number };

/** The room of nothing yet. */
export function nothing(): Box {
  const far = Number.POSITIVE_INFINITY;
  return { left: far, bottom: far, right: -far, top: -far };
}

/** Mutates: makes room for a point, as a matrix moves it. */
export function grow(box: Box, [a, b, c, d, e, f]: Matrix, x: number, y: number): void {
  const [X, Y] = [a * x + c * y + e, b * x + d * y + f];
  if (X < box.left) box.left = X;
  if (X > box.right) box.right = X;
  if (Y < box.bottom) box.bottom = Y;
  if (Y > box.top) box.top = Y;
}

/** Mutates: makes room for another. */
export function include(box: Box, { left, bottom, right, top }: Box): void {
  box.left = Math.min(box.left, left);
  box.right = Math.max(box.right, right);
  box.bottom = Math.min(box.bottom, bottom);
  box.top = Math.max(box.top, top);
}

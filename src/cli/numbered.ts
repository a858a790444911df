/** (1, "report") → "1 report"; (3, "report") → "3 reports". */
export function numbered(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

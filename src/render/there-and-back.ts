/**
 * Notes that lead there and back: every mark of a source gets a name of its own, and where the list of sources has
 * `<a data-back="2"></a>`, links to all marks of source 2 take its place. A source without a mark has none.
 */
export function thereAndBack(html: string): string {
  const marks = new Map<string, number>();
  const named = html.replace(/<a href="#source-(\d+)">/g, (_, number: string) => {
    const count = (marks.get(number) ?? 0) + 1;
    marks.set(number, count);
    return `<a id="cite-${number}-${count}" href="#source-${number}" role="doc-noteref" aria-label="Source ${number}">`;
  });
  return named.replace(/<a data-back="(\d+)"><\/a>/g, (_, number: string) => backLinks(number, marks.get(number) ?? 0));
}

function backLinks(number: string, count: number): string {
  const links = Array.from({ length: count }, (_, i) => {
    const shown = count === 1 ? "Back" : `Back ${i + 1}`;
    return `<a class="back" href="#cite-${number}-${i + 1}" role="doc-backlink" aria-label="${shown} to where source ${number} is named">${shown}</a>`;
  });
  return links.join(" ");
}

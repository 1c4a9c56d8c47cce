const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
/** HTML lets these end by themselves. */
const OPEN_ENDED = new Set(['li', 'p', 'td', 'th', 'tr', 'thead', 'tbody', 'option', 'dt', 'dd']);
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>"'/]+(?:="[^"]*")?)*)\s*\/?>/y;

/**
 * Throws unless every angle bracket of the page belongs to a tag, and tags are closed in the order in
 * which they were opened: a text that was not escaped shows as one that is not.
 */
export function checkHtml(page: string): void {
  const open: string[] = [];
  let at = page.search(/<html/i);
  for (;;) {
    at = page.indexOf('<', at);
    if (at < 0) break;
    TAG.lastIndex = at;
    const [whole = '', slash, name = ''] = TAG.exec(page) ?? [];
    if (whole === '') throw new Error(`no tag in HTML: ${page.slice(at, at + 60)}`);
    at += whole.length;
    const tag = name.toLowerCase();
    if (VOID.has(tag)) continue;
    if (slash === '') {
      open.push(tag);
      if (tag === 'style' || tag === 'script') at = page.indexOf(`</${tag}`, at);
      continue;
    }
    while (open.at(-1) !== tag && OPEN_ENDED.has(open.at(-1) ?? '')) open.pop();
    if (open.pop() !== tag) throw new Error(`</${tag}> without its beginning`);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
}

import { Buffer } from 'node:buffer';
import { escapePdf, fontText } from './text.ts';

/** US Letter, in points. */
const PAGE = { width: 612, height: 792 } as const;

/** Text at a place: `x` and `y` in points from the lower left corner of the page. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  /** As `fontText` gives it. */
  readonly text: string;
}

const content = (runs: readonly Run[]): string =>
  runs
    .map(
      ({ x, y, size, bold, text }) =>
        `BT /${bold ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td (${escapePdf(text)}) Tj ET\n`,
    )
    .join('');

const stream = (text: string): string => `<< /Length ${text.length} >>\nstream\n${text}endstream`;

const font = (name: string): string =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;

/** The objects of the file, numbered from 1: catalog, pages, fonts, information, then two for each page. */
function objectsOf(title: string, pages: readonly (readonly Run[])[]): readonly string[] {
  const pageObjects = pages.flatMap((runs, at) => [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${7 + at * 2} 0 R >>`,
    stream(content(runs)),
  ]);
  const kids = pages.map((_, at) => `${6 + at * 2} 0 R`).join(' ');
  return [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font('Courier'),
    font('Courier-Bold'),
    `<< /Title (${escapePdf(fontText(title))}) /Producer (qbsync sandbox) >>`,
    ...pageObjects,
  ];
}

/** A PDF 1.4 file (ISO 32000): text in the standard fixed-pitch fonts, nothing compressed. */
export function pdfDocument(title: string, pages: readonly (readonly Run[])[]): Uint8Array {
  // Bytes above 127 in the second line tell every transport that the file is not text.
  let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets: number[] = [];
  const objects = objectsOf(title, pages);
  for (const [at, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

// Draws statements and payslips as PDF pages, with a font that has Cyrillic and the Kazakh letters.
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { dayOf } from '../../base/clock.js';
import { formatDecimal } from '../../base/money.js';
import type { PayoutType, PayslipLineType } from '../payout.types.js';
import type { StatementFile } from './statements.service.js';
import type { DocumentWords } from './words.rules.js';

const { resolve } = createRequire(import.meta.url);
const FONT = {
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};
const LEFT = 40;
const WIDTH = 515;
const BOTTOM = 780;

interface Column {
  width: number;
  end?: boolean;
}

type Doc = InstanceType<typeof PDFDocument>;

/** Collects the pages into one buffer. The date of making is left out, so the same content is the same file. */
function drawn(title: string, draw: (doc: Doc) => void): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: LEFT,
    info: { Title: title, CreationDate: new Date(0) },
    lang: 'ru',
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolved, failed) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolved(Buffer.concat(parts)));
    doc.on('error', failed);
  });
  doc.registerFont('plain', FONT.plain);
  doc.registerFont('bold', FONT.bold);
  doc.font('bold').fontSize(16).text(title, LEFT, LEFT);
  doc.moveDown(0.5).font('plain').fontSize(9);
  draw(doc);
  doc.end();
  return done;
}

function row(doc: Doc, columns: readonly Column[], cells: readonly string[], bold = false): void {
  doc.font(bold ? 'bold' : 'plain').fontSize(8);
  const heights = cells.map((cell, i) => doc.heightOfString(cell || ' ', { width: (columns[i]?.width ?? 60) - 6 }));
  const height = Math.max(...heights) + 5;
  if (doc.y + height > BOTTOM) doc.addPage();
  const top = doc.y;
  let x = LEFT;
  cells.forEach((cell, i) => {
    const { width = 60, end = false } = columns[i] ?? {};
    doc.text(cell, x, top, { width: width - 6, align: end ? 'right' : 'left' });
    x += width;
  });
  doc.y = top + height;
  doc
    .moveTo(LEFT, doc.y - 3)
    .lineTo(LEFT + WIDTH, doc.y - 3)
    .lineWidth(0.4)
    .strokeColor('#cccccc')
    .stroke();
}

const facts = (doc: Doc, pairs: readonly [string, string][]): void => {
  for (const [name, value] of pairs) doc.text(`${name}: ${value}`, LEFT, doc.y, { width: WIDTH });
  doc.moveDown(0.8);
};

export function statementPdf(file: StatementFile, words: DocumentWords): Promise<Buffer> {
  const money = (minor: bigint) => formatDecimal(minor, file.currency);
  const { opening, closing, lines, total } = file.statement;
  const sums = (of: typeof opening) =>
    `${money(of.pendingMinor + of.payableMinor)} ${file.currency} (${words.ofWhich} ${words.pending} ${money(of.pendingMinor)}, ${words.payable} ${money(of.payableMinor)})`;
  const end = true;
  const columns = [
    { width: 60 },
    { width: 195 },
    { width: 65, end },
    { width: 65, end },
    { width: 65, end },
    { width: 65, end },
  ];
  return drawn(`${words.statement} ${file.month}`, (doc) => {
    facts(doc, [
      [words.store, file.storeName],
      [words.creator, file.creatorName],
      [words.month, file.month],
    ]);
    facts(doc, [[words.opening, sums(opening)]]);
    row(doc, columns, [words.date, words.what, words.earned, words.withheld, words.paid, words.balance], true);
    if (lines.length === 0) row(doc, columns, ['', words.nothing]);
    for (const one of lines) {
      const what = one.subject ? `${words.kinds[one.kind]}: ${one.subject}` : words.kinds[one.kind];
      const amounts = [one.earnedMinor, one.withheldMinor, one.paidMinor].map((minor) =>
        minor === 0n ? '' : money(minor),
      );
      row(doc, columns, [dayOf(one.at, file.timezone), what, ...amounts, money(one.balanceMinor)]);
    }
    row(
      doc,
      columns,
      ['', words.total, money(total.earnedMinor), money(total.withheldMinor), money(total.paidMinor), ''],
      true,
    );
    doc.moveDown(0.6).font('plain').fontSize(9);
    facts(doc, [[words.closing, sums(closing)]]);
  });
}

export function payslipPdf(file: { payout: PayoutType; timezone: string }, words: DocumentWords): Promise<Buffer> {
  const { payout } = file;
  const currency = payout.gross.currency;
  const money = (of: { amountMinor: string; currency: string }) => formatDecimal(BigInt(of.amountMinor), of.currency);
  const end = true;
  const columns = [
    { width: 95 },
    { width: 80, end },
    { width: 70, end },
    { width: 75, end },
    { width: 75, end },
    { width: 120 },
  ];
  return drawn(`${words.payslip} ${dayOf(payout.at, file.timezone)}`, (doc) => {
    facts(doc, [
      [words.store, payout.storeName],
      [words.creator, payout.creatorName],
      ['ID', payout.id],
    ]);
    facts(doc, [[words.gross, `${money(payout.gross)} ${currency}`]]);
    if (payout.payslip.length > 0)
      row(doc, columns, [words.item, words.base, words.deduction, words.rate, words.amount, words.law], true);
    for (const one of payout.payslip) {
      const name = one.byCreator ? one.code : `${one.code} (${words.onTop})`;
      row(doc, columns, [
        name,
        money(one.base),
        money(one.deduction),
        rateText(one),
        money(one.amount),
        one.law ?? one.source ?? '',
      ]);
    }
    doc.moveDown(0.6).font('plain').fontSize(9);
    facts(doc, [
      [words.withheld, `${money(payout.withheld)} ${currency}`],
      [words.net, `${money(payout.net)} ${currency}`],
      [words.toAccount, `${money(payout.pay)} ${payout.pay.currency}, ${payout.account ?? ''}`],
    ]);
    doc.font('plain').fontSize(8).text(words.noAdvice, LEFT, doc.y, { width: WIDTH });
  });
}

function rateText(line: PayslipLineType): string {
  return line.rates.map((step) => `${step.rateBps / 100} %`).join(' / ');
}

// The payment order against the rules of pain.001.001.09: a reader of the XML and of the schema's elements, their order, number and types, written out here.
import { describe, expect, it } from '@jest/globals';
import { pain001, xmlText, type PaymentOrder, type Transfer } from './pain001.rules.js';

/*
 * The official schema cannot be fetched here. This is the subset that the file uses, from the published message
 * definition (CustomerCreditTransferInitiationV09): each element with what it may hold, in its order. An element that is
 * not written here is an error, so the check is stricter than the schema, never laxer.
 */
interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

type Type = RegExp | [name: string, min: number, max: number, type: Type][];
const text = (max: number): RegExp => new RegExp(`^[^\\u0000-\\u0008]{1,${max}}$`, 'u');
const IBAN = /^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/;
const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/;
const COUNT = /^[0-9]{1,15}$/;
const DECIMAL = /^\d{1,17}(\.\d{1,17})?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const CHOICE = 'choice';
const account: Type = [
  [
    'Id',
    1,
    1,
    [
      [
        CHOICE,
        1,
        1,
        [
          ['IBAN', 0, 1, IBAN],
          ['Othr', 0, 1, [['Id', 1, 1, text(34)]]],
        ],
      ],
    ],
  ],
  ['Ccy', 0, 1, /^[A-Z]{3}$/],
];
const agent: Type = [
  [
    'FinInstnId',
    1,
    1,
    [
      ['BICFI', 0, 1, BIC],
      [
        'ClrSysMmbId',
        0,
        1,
        [
          ['ClrSysId', 0, 1, [['Cd', 1, 1, /^.{1,5}$/]]],
          ['MmbId', 1, 1, text(35)],
        ],
      ],
    ],
  ],
];
const party: Type = [['Nm', 0, 1, text(140)]];
const SCHEMA: Type = [
  [
    'CstmrCdtTrfInitn',
    1,
    1,
    [
      [
        'GrpHdr',
        1,
        1,
        [
          ['MsgId', 1, 1, text(35)],
          ['CreDtTm', 1, 1, DATE_TIME],
          ['NbOfTxs', 1, 1, COUNT],
          ['CtrlSum', 0, 1, DECIMAL],
          ['InitgPty', 1, 1, party],
        ],
      ],
      [
        'PmtInf',
        1,
        Infinity,
        [
          ['PmtInfId', 1, 1, text(35)],
          ['PmtMtd', 1, 1, /^(CHK|TRF|TRA)$/],
          ['NbOfTxs', 0, 1, COUNT],
          ['CtrlSum', 0, 1, DECIMAL],
          ['ReqdExctnDt', 1, 1, [['Dt', 1, 1, /^\d{4}-\d{2}-\d{2}$/]]],
          ['Dbtr', 1, 1, party],
          ['DbtrAcct', 1, 1, account],
          ['DbtrAgt', 1, 1, agent],
          ['ChrgBr', 0, 1, /^(DEBT|CRED|SHAR|SLEV)$/],
          [
            'CdtTrfTxInf',
            1,
            Infinity,
            [
              [
                'PmtId',
                1,
                1,
                [
                  ['InstrId', 0, 1, text(35)],
                  ['EndToEndId', 1, 1, text(35)],
                ],
              ],
              ['Amt', 1, 1, [['InstdAmt', 1, 1, /^\d{1,13}(\.\d{1,5})?$/]]],
              ['CdtrAgt', 0, 1, agent],
              ['Cdtr', 0, 1, party],
              ['CdtrAcct', 0, 1, account],
              ['RmtInf', 0, 1, [['Ustrd', 0, Infinity, text(140)]]],
            ],
          ],
        ],
      ],
    ],
  ],
];

/** A small strict reader: elements, attributes and the five escapes; everything else is an error. */
function readXml(source: string): Node {
  const xml = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  expect(xml).not.toBe(source);
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([A-Za-z0-9]+)((?: [A-Za-z]+="[^"<]*")*)>|([^<]+)/gy;
  let at = 0;
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    at = token.lastIndex;
    const [, close, name = '', rest = '', chars] = match;
    const top = open.at(-1) as Node;
    if (chars !== undefined) {
      if (/&(?!(amp|lt|gt|quot|apos);)/.test(chars)) throw new Error(`not escaped: ${chars}`);
      const plain: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
      top.text += chars.replace(/&(\w+);/g, (_, word: string) => plain[word] ?? '');
    } else if (close) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const attributes = Object.fromEntries(
        [...rest.matchAll(/ ([A-Za-z]+)="([^"]*)"/g)].map((m) => [m[1] ?? '', m[2] ?? '']),
      );
      const node = { name, attributes, children: [], text: '' };
      top.children.push(node);
      open.push(node);
    }
  }
  if (at !== xml.length || open.length !== 1) throw new Error(`not well-formed at ${at} of ${xml.length}`);
  return root;
}

function faults(node: Node, type: Type, path: string): string[] {
  if (type instanceof RegExp) {
    return type.test(node.text) && node.children.length === 0 ? [] : [`${path}: "${node.text}" is not ${type.source}`];
  }
  if (node.text.trim() !== '') return [`${path}: text among elements`];
  const found: string[] = [];
  const left = [...node.children];
  const take = (rules: [string, number, number, Type][]): number => {
    let taken = 0;
    for (const [name, min, max, inner] of rules) {
      if (name === CHOICE) {
        if (take(inner as [string, number, number, Type][]) !== 1) found.push(`${path}: exactly one of a choice`);
        continue;
      }
      let count = 0;
      while (left[0]?.name === name && count < max) {
        found.push(...faults(left.shift() as Node, inner, `${path}/${name}`));
        count += 1;
      }
      if (count < min) found.push(`${path}: ${name} is missing`);
      taken += count;
    }
    return taken;
  };
  take(type);
  return [...found, ...left.map((child) => `${path}: ${child.name} does not belong here`)];
}

const check = (xml: string): string[] => {
  const [document] = readXml(xml).children;
  if (
    document?.name !== 'Document' ||
    document.attributes['xmlns'] !== 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'
  )
    return ['not a pain.001.001.09'];
  return faults(document, SCHEMA, '');
};

const transfer = (change: Partial<Transfer> = {}): Transfer => ({
  ...{
    id: 'pay_0mwwk0000000000000001',
    name: 'Дана Әбдіқадырова',
    account: 'KZ86125KZT5004100100',
    bankCode: 'HSBKKZKX',
  },
  ...{ amount: '3887.25', purpose: 'Commission for September, pay_1' },
  ...change,
});
const order = (change: Partial<PaymentOrder> = {}): PaymentOrder => ({
  id: 'pbt_0mwwk0000000000000001',
  createdAt: new Date('2026-10-20T08:00:00Z'),
  payer: { name: 'ТОО «Айна & Co»', account: 'KZ75125KZT1001300335', bankCode: 'KCJBKZKX' },
  groups: [{ currency: 'KZT', sum: '3887.25', transfers: [transfer()] }],
  ...change,
});

describe('a payment order', () => {
  it('of one currency follows the schema, and reads back what was written', () => {
    const xml = pain001(order());
    expect(check(xml)).toEqual([]);
    expect(xml).toContain('<Nm>ТОО «Айна &amp; Co»</Nm>');
    expect(pain001(order())).toBe(xml);
  });

  it('of several currencies, a Russian bank and a name of every mark follows it too', () => {
    const odd = transfer({
      id: 'pay_2',
      name: `<b>"O'Neil" & Söhne</b>${'я'.repeat(200)}`,
      account: '40817810099910004312',
      bankCode: '044525225',
    });
    const groups = [...order().groups, { currency: 'RUB', sum: '2.00', transfers: [odd, { ...odd, id: 'pay_3' }] }];
    const xml = pain001(order({ groups }));
    expect(check(xml)).toEqual([]);
    expect(xml).toContain('&lt;b&gt;&quot;O&apos;Neil&quot; &amp; Söhne');
    expect(xml.match(/<CtrlSum>/g)).toHaveLength(2);
  });

  const broken: [string, (xml: string) => string, string][] = [
    [
      'an element out of order',
      (x) => x.replace(/(<PmtMtd>TRF<\/PmtMtd>)(<NbOfTxs>1<\/NbOfTxs>)/, '$2$1'),
      'does not belong here',
    ],
    ['a missing account of the payer', (x) => x.replace(/<DbtrAcct>.*?<\/DbtrAcct>/, ''), 'DbtrAcct is missing'],
    ['an amount with a comma', (x) => x.replace('3887.25</InstdAmt>', '3887,25</InstdAmt>'), 'is not'],
    ['an id of more than 35 characters', (x) => x.replace('<MsgId>', `<MsgId>${'x'.repeat(36)}`), 'is not'],
    ['an element nobody knows', (x) => x.replace('<RmtInf>', '<Extra>1</Extra><RmtInf>'), 'does not belong here'],
    [
      'two accounts in one',
      (x) => x.replace('<IBAN>KZ86125KZT5004100100</IBAN>', '<IBAN>KZ86125KZT5004100100</IBAN><Othr><Id>1</Id></Othr>'),
      'choice',
    ],
  ];
  it.each(broken)('with %s is found by this check', (_, spoil, why) => {
    const spoilt = spoil(pain001(order()));
    expect(spoilt).not.toBe(pain001(order()));
    expect(check(spoilt).join()).toContain(why);
  });

  it('keeps what XML cannot hold out of its texts', () => {
    expect(xmlText('a\u0000b\u0007c\ud800d', 10)).toBe('abcd');
    expect(xmlText('😀😀😀', 2)).toBe('😀😀');
  });
});

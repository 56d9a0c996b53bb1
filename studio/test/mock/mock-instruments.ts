// What the mock API answers about order files, differences, receipts, links and postbacks.
import { ago, money } from './mock-data.js';
import { mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

const HOUR = 3_600_000;
const none = { created: 0, updated: 0, unchanged: 0, refunds: 0, wrong: 0, matched: 0, differences: 0 };
const file = (id: string, name: string, status: string, more: object = {}) => ({
  ...{
    id,
    storeId: 'sto_aina',
    mode: 'live',
    purpose: 'import',
    fileName: name,
    status,
    rowsTotal: 1200,
    rowsDone: 1200,
  },
  ...{ failure: null, createdAt: ago(5 * HOUR), finishedAt: ago(4 * HOUR), counts: none, faults: faultPage, ...more },
});
const faults = [
  { line: 17, column: 'Дата заказа', code: 'BAD_DATE', value: '31.02.2026' },
  {
    line: 240,
    column: 'Сумма',
    code: 'BAD_SUM',
    value: 'двенадцать тысяч девятьсот девяносто тенге и ни тиыном меньше',
  },
  { line: 388, column: 'Номер заказа', code: 'KNOWN_FROM_SERVER', value: 'A-10482' },
];
const faultPage = (args: PageArgs) => pageOf(faults, args);
const files = [
  file('orf_4', 'заказы-ноябрь-2026-выгрузка-из-кассы.csv', 'uploaded', { finishedAt: null, rowsDone: 0 }),
  file('orf_3', 'orders-november.csv', 'reading', { finishedAt: null, rowsDone: 480 }),
  file('orf_2', 'october.csv', 'done', { counts: { ...none, created: 1180, refunds: 12, wrong: 3 } }),
  file('orf_1', 'export.csv', 'done', { purpose: 'reconcile', counts: { ...none, matched: 1196, differences: 4 } }),
];
const told = (sum: bigint, status: string, codes: string[]) => ({
  status,
  codes,
  total: money(sum),
  placedAt: ago(50 * HOUR),
});
const difference = (id: string, kind: string, more: object) => ({
  ...{
    id,
    storeId: 'sto_aina',
    fileId: 'orf_1',
    kind,
    fields: [],
    externalId: 'A-10490',
    ourExternalId: null,
    score: null,
  },
  ...{ theirs: null, ours: null, storeSays: null, serviceSays: null, note: null, state: 'open', settledAt: null },
  ...{ createdAt: ago(4 * HOUR), ...more },
});
const differences = [
  difference('dif_1', 'differs', {
    ...{ externalId: 'A-10482', ourExternalId: 'A-10482', fields: ['total', 'code'], serviceSays: 'accepted' },
    ...{ theirs: told(1_299_000n, 'paid', ['DANA10']), ours: told(1_499_000n, 'paid', []) },
  }),
  difference('dif_2', 'missing_here', { theirs: told(499_000n, 'paid', ['DANA10']) }),
  difference('dif_3', 'missing_there', {
    ...{
      externalId: 'A-10471',
      ourExternalId: 'A-10471',
      ours: told(2_590_000n, 'paid', ['TIMUR']),
      state: 'disputed',
    },
    ...{ storeSays: 'accepted', serviceSays: 'disputed', note: 'The shopper showed us the receipt of this order.' },
  }),
  difference('dif_4', 'another_id', {
    ...{
      externalId: '100000457',
      ourExternalId: 'A-10460',
      score: 85,
      theirs: told(990_000n, 'paid', []),
      state: 'settled',
    },
    ...{ ours: told(990_000n, 'paid', []), storeSays: 'accepted', serviceSays: 'accepted', settledAt: ago(HOUR) },
  }),
];
const receipt = (id: string, state: string, more: object = {}) => ({
  ...{
    id,
    storeId: 'sto_aina',
    register: '010100000001',
    number: '1234567890',
    code: 'DANA10',
    boughtAt: ago(80 * HOUR),
  },
  ...{ state, score: null, note: null, createdAt: ago(20 * HOUR), decidedAt: null, total: money(1_299_000n) },
  ...{ storeName: 'Aina Home', creatorName: 'Dana Akhmetova', orderNumber: null, ...more },
});
const receipts = [
  receipt('rcp_3', 'matched', { score: 75, orderNumber: 'A-10482' }),
  receipt('rcp_2', 'unmatched', { number: '77120' }),
  receipt('rcp_1', 'disputed', { number: '5521', note: 'This register is not one of ours.' }),
];
const link = (id: string, more: object = {}) => ({
  ...{
    id,
    storeId: 'sto_aina',
    url: `http://localhost:3000/go/${id.slice(4)}wx3m8p`,
    label: null,
    subs: ['', '', '', '', ''],
  },
  ...{ storeName: 'Aina Home', clicks: 128, createdAt: ago(90 * HOUR), closedAt: null, product: null, ...more },
});
const mug = { id: 'prd_mug', title: 'Stoneware mug' };
const links = [
  link('lnk_ab', { label: 'Telegram, autumn mugs', product: mug, subs: ['tg', 'autumn', '', '', ''] }),
  link('lnk_cd', { clicks: 4 }),
  link('lnk_ef', { label: 'Old card', closedAt: ago(HOUR) }),
];
const postback = (id: string, more: object = {}) => ({
  ...{
    id,
    url: 'https://tracker.example/postback?cid={click_id}&sum={commission}&cur={currency}&s={sub1}',
    method: 'GET',
  },
  ...{ events: ['order', 'refund', 'rejected'], failures: 0, stoppedAt: null, createdAt: ago(200 * HOUR), ...more },
});
const postbacks = [
  postback('pba_1'),
  postback('pba_2', { method: 'POST', failures: 100, stoppedAt: ago(HOUR), events: ['click'] }),
];
const delivery = (id: string, state: string, more: object = {}) => ({
  ...{
    id,
    event: 'order',
    url: 'https://tracker.example/postback?cid=0f8e&sum=1299.00&cur=KZT&s=tg',
    state,
    attempts: 1,
  },
  ...{ status: 200, answer: 'OK', durationMs: 84, nextAt: ago(HOUR), createdAt: ago(HOUR), doneAt: ago(HOUR), ...more },
});
const deliveries = [
  delivery('pbd_2', 'dead', { attempts: 8, status: 500, answer: 'Internal Server Error' }),
  delivery('pbd_1', 'delivered'),
];
const of =
  <Node>(list: readonly Node[], ...roles: string[]) =>
  (args: PageArgs, context: Context) => {
    mustBe(context, ...roles);
    return pageOf(list, args);
  };

export const instruments = {
  orderFiles: of(files, 'store_owner'),
  orderFile: ({ id }: { id: string }) => files.find((one) => one.id === id),
  previewOrderFile: () => ({
    ...{ encoding: 'windows-1251', delimiter: ';', decimal: ',', dateOrder: 'dmy' },
    headings: ['Номер заказа', 'Дата заказа', 'Сумма', 'Промокод', 'Статус', 'Примечание кассира'],
    rows: [
      ['1001', '20.11.2026 14:30', '12 990,00', 'DANA10', 'оплачен', ''],
      ['1002', '20.11.2026 15:02', '4 990,50', '', 'оплачен', 'самовывоз с проспекта Абая, дом 10'],
    ],
    guess: ['orderId', 'placedAt', 'total', 'code', 'status'].map((field, column) => ({ field, column })),
  }),
  startOrderFile: ({ id }: { id: string }) => ({ ...files.find((one) => one.id === id), status: 'reading' }),
  giveUpOrderFile: ({ id }: { id: string }) => ({ ...files.find((one) => one.id === id), status: 'given_up' }),
  orderDifferences: of(differences, 'store_owner', 'finance'),
  judgeOrderDifference: ({ id, word }: { id: string; word: string }) => ({
    ...differences.find((one) => one.id === id),
    storeSays: word,
  }),
  receiptClaims: of(receipts, 'store_owner'),
  myReceiptClaims: of(
    receipts.map((one) => ({ ...one, orderNumber: null })),
    'creator',
  ),
  myLinks: of(links, 'creator'),
  createLink: () => links[0],
  myPostbacks: () => postbacks,
  postbackMacros: () => ['event', 'click_id', 'sub1', 'order_id', 'amount', 'commission', 'currency', 'status'],
  postbackDeliveries: of(deliveries, 'creator'),
  testPostback: () => deliveries[1],
};

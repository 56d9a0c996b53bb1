// What the mock API answers about the ad marks of a store.
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const marks = [
  {
    ...{
      videoId: 'vid_mug',
      title: 'A mug that keeps its warmth',
      creatorName: 'Dana',
      erid: '2VtzqwRkPqk',
      received: null,
    },
    told: 'The creator earns a commission if you buy',
    toldInRussia:
      'Реклама (ad) · ООО «Айна», ИНН 7707083893 · erid: 2VtzqwRkPqk · The creator earns a commission if you buy',
  },
  {
    ...{ videoId: 'vid_jar', title: 'Jar for spices', creatorName: 'Timur', erid: null, received: 'goods' },
    told: 'The creator got the product free · The creator earns a commission if you buy',
    toldInRussia:
      'Реклама (ad) · ООО «Айна», ИНН 7707083893 · The creator got the product free · The creator earns a commission if you buy',
  },
];

export const adAnswers = {
  advertiser: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'moderator', 'administrator');
    return storeId === 'sto_tau' ? null : { name: 'ООО «Айна»', taxNumber: '7707083893' };
  },
  adMarks: ({ storeId, ...args }: PageArgs & { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'moderator', 'administrator');
    return pageOf(storeId === 'sto_tau' ? [] : marks, args);
  },
  setAdvertiser: ({ input }: { input: { name: string; taxNumber: string } }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    if (!/^(\d{10}|\d{12})$/.test(input.taxNumber)) fail('BAD_TAX_NUMBER', 'No tax number', { field: 'taxNumber' });
    return input;
  },
  markVideo: ({ videoId, input }: { videoId: string; input: object }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    const found = marks.find((one) => one.videoId === videoId);
    if (!found) fail('NOT_FOUND');
    return Object.assign(found, input);
  },
};

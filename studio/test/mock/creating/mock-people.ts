// What the mock API answers about creators' pages and their own browsers.
import { ago } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const DAY = 86_400_000;

interface Device {
  id: string;
  browser: string | null;
  storeName: string;
  linkedAt: string;
  endsAt: string | null;
}

const known = (): Device[] => [
  { id: 'dev_1', browser: 'Chrome · Android', storeName: 'Aina Home', linkedAt: ago(2 * DAY), endsAt: null },
  { id: 'dev_2', browser: null, storeName: 'Aina Home', linkedAt: ago(9 * DAY), endsAt: ago(-51 * DAY) },
];

let devices = known();

/** Everything as it was at the beginning. */
export const forgetPeople = (): void => void (devices = known());

export const peopleAnswers = {
  myPublicPages: (args: PageArgs, context: Context) => {
    mustBe(context, 'creator');
    const { id, handle } = context.person?.creator ?? { id: '', handle: null };
    const url = `https://vitrina.example/c/pk_live_aina/${handle ?? id}`;
    const stores = context.person?.id === 'acc_fresh' ? [] : [{ storeId: 'sto_aina', storeName: 'Aina Home', url }];
    return pageOf(stores, args);
  },
  myDevices: (args: PageArgs, context: Context) => {
    mustBe(context, 'creator');
    return pageOf(context.person?.id === 'acc_fresh' ? [] : devices, args);
  },
  createDeviceLink: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'creator');
    if (storeId !== 'sto_aina') fail('CONFLICT', 'Nothing is shown.', { field: 'storeId' });
    const url = 'https://aina.example/mug?vitrina=vid_mug#vitrina-device=v1.dvl_1.1790000000.abc';
    return { url, expiresAt: ago(-15 * 60_000) };
  },
  takeBackDevice: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'creator');
    const device = devices.find((one) => one.id === id) ?? fail('NOT_FOUND');
    device.endsAt = ago(-60 * DAY);
    return device;
  },
  removeFace: (_: unknown, context: Context) => {
    mustBe(context, 'creator');
    return { ...context.person?.creator, avatarUrl: null, promoCodes: [] };
  },
  takeFromPage: ({ creatorId, reason }: { creatorId: string; reason: string }, context: Context) => {
    mustBe(context, 'moderator', 'administrator');
    if (!reason) fail('BAD_INPUT', 'A reason.', { field: 'reason' });
    return {
      id: creatorId,
      displayName: 'Dana',
      avatarUrl: null,
      bio: null,
      links: [],
      phoneSet: false,
      promoCodes: [],
    };
  },
};

// What the mock API answers about versions of the player.
import { fail, mustBe, type Context } from '../mock-support.js';

const release = (version: string, releasedOn: string, notes: string[]) => ({
  ...{ version, releasedOn, notes, url: `https://v.example/player/${version}/vitrina.js`, bytes: 8668 },
  integrity: `sha384-${'a'.repeat(64)}`,
});
const versions = [
  release('1.10.0', '2026-11-20', [
    'Saved videos stand in a list of their own.',
    'The feed opens a tenth of a second sooner.',
  ]),
  release('1.9.0', '2026-10-02', ['Captions follow the language of the page.']),
];
const pins = new Map<string, string | null>([['sto_aina', '1.9.0']]);

const kept = (storeId: string) => ({
  ...{ pinned: pins.get(storeId) ?? null, newest: '1.10.0', versions: storeId === 'sto_tau' ? [] : versions },
  loaderUrl: 'https://v.example/player/s/pk_live_aina/vitrina.js',
});

export const playerVersionAnswers = {
  playerVersions: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return kept(storeId);
  },
  pinPlayer: ({ storeId, version }: { storeId: string; version: string | null }, context: Context) => {
    mustBe(context, 'store_owner');
    if (version !== null && !versions.some((one) => one.version === version)) fail('NOT_FOUND');
    pins.set(storeId, version);
    return kept(storeId);
  },
};

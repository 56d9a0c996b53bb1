// The demo's store: settings, products, keys that the demo shop gets, a promo code.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRODUCTS, STORE } from './catalogue.js';
import type { Walkers } from './people.js';
import type { Key } from './walker.js';

export interface DemoStore {
  id: string;
  publishableKey: string;
  key: Key;
  /** Our product ids by the shop's own. */
  products: Map<string, string>;
}

/** Opens the store with its products and code, or finds it. The keys are made anew and kept in `keysFile`. */
export async function openStore(people: Walkers, keysFile: string, shopUrl: string): Promise<DemoStore> {
  const { myStores } = await people.owner.ask<{ myStores: { id: string; name: string }[] }>('{ myStores { id name } }');
  let id = myStores.find((s) => s.name === STORE.name)?.id;
  if (!id) {
    const made = await people.owner.ask<{ createStore: { id: string } }>(
      'mutation($i: StoreInput!) { createStore(input: $i) { id } }',
      { i: { ...STORE, url: shopUrl } },
    );
    id = made.createStore.id;
  }
  const { store } = await people.owner.ask<{ store: { publishableKey: string } }>(
    'query($id: ID!) { store(id: $id) { publishableKey } }',
    { id },
  );
  const key = await makeKey(people, id);
  await writeKeys(keysFile, store.publishableKey, key);
  const products = await sendProducts(people, id, key, shopUrl);
  await people.dana.graphql('mutation($s: ID!) { createPromoCode(storeId: $s, code: "DANA10") { id } }', { s: id });
  return { id, publishableKey: store.publishableKey, key, products };
}

async function makeKey(people: Walkers, storeId: string): Promise<Key> {
  const { createApiKey } = await people.owner.ask<{ createApiKey: { secret: string; key: { id: string } } }>(
    `mutation($s: ID!) {
       createApiKey(storeId: $s, mode: live, label: "Demo shop", scopes: ["orders:write", "products:write"]) {
         secret key { id }
       }
     }`,
    { s: storeId },
  );
  return { keyId: createApiKey.key.id, secret: createApiKey.secret };
}

async function writeKeys(file: string, publishableKey: string, key: Key): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const text = JSON.stringify({
    VITRINA_PUBLISHABLE_KEY: publishableKey,
    VITRINA_KEY_ID: key.keyId,
    VITRINA_KEY_SECRET: key.secret,
  });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function sendProducts(people: Walkers, storeId: string, key: Key, shopUrl: string): Promise<Map<string, string>> {
  for (const p of PRODUCTS) {
    const answer = await people.owner.shop(key, 'PUT', `/v1/products/${p.id}`, {
      ...{ title: p.title, category: p.category, price: p.price, currency: STORE.currency },
      ...{ url: `${shopUrl}/products/${p.id}`, imageUrl: `${shopUrl}/assets/products/${p.id}.jpg`, inStock: true },
    });
    if (!answer.ok) throw new Error(`product ${p.id}: ${await answer.text()}`);
  }
  const { products } = await people.owner.ask<{ products: { nodes: { id: string; externalId: string }[] } }>(
    'query($s: ID!) { products(storeId: $s, first: 100) { nodes { id externalId } } }',
    { s: storeId },
  );
  return new Map(products.nodes.map((p) => [p.externalId, p.id]));
}

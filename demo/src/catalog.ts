// The eight things this shop sells.
import type { Lang } from './words/index.ts';
import { DESCRIPTIONS } from './words/products.ts';

export interface Variant {
  id: string;
  title: string;
  inStock: boolean;
}

export interface Product {
  /** The shop's own id; Vitrina knows the product under it. */
  id: string;
  title: Record<Lang, string>;
  category: 'kitchen' | 'clothes' | 'shoes' | 'accessories' | 'care';
  priceMinor: bigint;
  sku: string;
  /** From the numbers that GS1 leaves to each shop (2...). */
  gtin: string;
  variants: Variant[];
}

const sizes = (product: string, list: string, soldOut = ''): Variant[] =>
  list.split(' ').map((size) => ({
    id: `${product}-${size.toLowerCase()}`,
    title: size,
    inStock: !soldOut.split(' ').includes(size),
  }));

export const PRODUCTS: readonly Product[] = [
  {
    id: 'mug',
    title: { ru: 'Кружка «Полночь»', kk: '«Түн ортасы» кесесі', en: 'Midnight mug' },
    category: 'kitchen',
    priceMinor: 499_000n,
    sku: 'AH-MUG-01',
    gtin: '2000000000015',
    variants: [],
  },
  {
    id: 'watch',
    title: { ru: 'Часы с миланским браслетом', kk: 'Милан білезікті сағат', en: 'Watch with a mesh strap' },
    category: 'accessories',
    priceMinor: 5_499_000n,
    sku: 'AH-WAT-01',
    gtin: '2000000000022',
    variants: [],
  },
  {
    id: 'bamboo-glass-jar',
    title: { ru: 'Банка с бамбуковой крышкой', kk: 'Бамбук қақпақты құты', en: 'Glass jar with a bamboo lid' },
    category: 'kitchen',
    priceMinor: 349_000n,
    sku: 'AH-JAR-01',
    gtin: '2000000000039',
    variants: [],
  },
  {
    id: 'loafers',
    title: { ru: 'Замшевые лоферы', kk: 'Күдері лофер', en: 'Suede loafers' },
    category: 'shoes',
    priceMinor: 3_299_000n,
    sku: 'AH-LOA-01',
    gtin: '2000000000046',
    variants: sizes('loafers', '36 37 38 39 40 41', '40'),
  },
  {
    id: 'sunglasses',
    title: { ru: 'Очки-авиаторы', kk: 'Авиатор көзілдірігі', en: 'Aviator sunglasses' },
    category: 'accessories',
    priceMinor: 1_499_000n,
    sku: 'AH-SUN-01',
    gtin: '2000000000053',
    variants: [],
  },
  {
    id: 'hairdryer',
    title: { ru: 'Фен для волос', kk: 'Шаш кептіргіш', en: 'Hairdryer' },
    category: 'care',
    priceMinor: 1_899_000n,
    sku: 'AH-HAI-01',
    gtin: '2000000000060',
    variants: [],
  },
  {
    id: 'tank-top',
    title: { ru: 'Топ с люрексом', kk: 'Люрексті топ', en: 'Lurex tank top' },
    category: 'clothes',
    priceMinor: 699_000n,
    sku: 'AH-TOP-01',
    gtin: '2000000000077',
    variants: sizes('tank-top', 'XS S M L', 'XS'),
  },
  {
    id: 'salt-and-pepper-shakers',
    title: { ru: 'Мельницы для соли и перца', kk: 'Тұз бен бұрыш диірмендері', en: 'Salt and pepper mills' },
    category: 'kitchen',
    priceMinor: 749_000n,
    sku: 'AH-MIL-01',
    gtin: '2000000000084',
    variants: [],
  },
];

export const findProduct = (id: string): Product | undefined => PRODUCTS.find((product) => product.id === id);

export const descriptionOf = (product: Product, lang: Lang): string => DESCRIPTIONS[lang][product.id] ?? '';

export const photosOf = (product: Product): string[] =>
  ['', '-2', '-3'].map((suffix) => `/assets/products/${product.id}${suffix}.jpg`);

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
  category: 'kitchen' | 'clothes' | 'accessories' | 'home';
  priceMinor: bigint;
  sku: string;
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
    title: { ru: 'Кружка «Таң»', kk: '«Таң» кесесі', en: 'Tan mug' },
    category: 'kitchen',
    priceMinor: 499_000n,
    sku: 'AH-MUG-01',
    gtin: '4870000000018',
    variants: [],
  },
  {
    id: 'watch',
    title: { ru: 'Часы с миланским браслетом', kk: 'Милан білезікті сағат', en: 'Watch with a mesh strap' },
    category: 'accessories',
    priceMinor: 4_590_000n,
    sku: 'AH-WAT-01',
    gtin: '4870000000025',
    variants: [],
  },
  {
    id: 'bamboo-glass-jar',
    title: { ru: 'Банка с бамбуковой крышкой', kk: 'Бамбук қақпақты құты', en: 'Glass jar with a bamboo lid' },
    category: 'kitchen',
    priceMinor: 649_000n,
    sku: 'AH-JAR-01',
    gtin: '4870000000032',
    variants: [],
  },
  {
    id: 'loafers',
    title: { ru: 'Замшевые лоферы', kk: 'Күдері лофер', en: 'Suede loafers' },
    category: 'clothes',
    priceMinor: 3_299_000n,
    sku: 'AH-LOA-01',
    gtin: '4870000000049',
    variants: sizes('loafers', '36 37 38 39 40 41', '40'),
  },
  {
    id: 'sunglasses',
    title: { ru: 'Очки-авиаторы', kk: 'Авиатор көзілдірігі', en: 'Aviator sunglasses' },
    category: 'accessories',
    priceMinor: 1_299_000n,
    sku: 'AH-SUN-01',
    gtin: '4870000000056',
    variants: [],
  },
  {
    id: 'hairdryer',
    title: { ru: 'Фен «Самал»', kk: '«Самал» фені', en: 'Samal hairdryer' },
    category: 'home',
    priceMinor: 2_499_000n,
    sku: 'AH-HAI-01',
    gtin: '4870000000063',
    variants: [],
  },
  {
    id: 'tank-top',
    title: { ru: 'Топ с люрексом', kk: 'Люрексті топ', en: 'Lurex tank top' },
    category: 'clothes',
    priceMinor: 899_000n,
    sku: 'AH-TOP-01',
    gtin: '4870000000070',
    variants: sizes('tank-top', 'XS S M L', 'XS'),
  },
  {
    id: 'salt-and-pepper-shakers',
    title: { ru: 'Мельницы для соли и перца', kk: 'Тұз бен бұрыш диірмендері', en: 'Salt and pepper mills' },
    category: 'kitchen',
    priceMinor: 949_000n,
    sku: 'AH-MIL-01',
    gtin: '4870000000087',
    variants: [],
  },
];

export const findProduct = (id: string): Product | undefined => PRODUCTS.find((product) => product.id === id);

export const descriptionOf = (product: Product, lang: Lang): string => DESCRIPTIONS[lang][product.id] ?? '';

export const photosOf = (product: Product): string[] =>
  ['', '-2', '-3'].map((suffix) => `/assets/photos/${product.id}${suffix}.jpg`);

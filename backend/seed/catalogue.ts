// What the demo shows: people, products, clips. The demo shop sends the same products again when it starts.

export const PASSWORD = 'vitrina-demo';

export const PEOPLE = {
  dana: { email: 'creator@demo.vitrina', name: 'Dana Akhmetova', locale: 'ru' },
  timur: { email: 'creator2@demo.vitrina', name: 'Timur Seitkali', locale: 'kk' },
  owner: { email: 'owner@demo.vitrina', name: 'Aina Omarova', locale: 'ru' },
  moderator: { email: 'moderator@demo.vitrina', name: 'Arman Bekov', locale: 'ru' },
  finance: { email: 'finance@demo.vitrina', name: 'Saule Ibraeva', locale: 'ru' },
  admin: { email: 'admin@demo.vitrina', name: 'Vera Kim', locale: 'en' },
} as const;

export type PersonName = keyof typeof PEOPLE;

export const STORE = {
  name: 'Aina Home',
  currency: 'KZT',
  timezone: 'Asia/Almaty',
  rateBps: 1000,
  holdDays: 14,
} as const;

export interface SeedProduct {
  id: string;
  title: string;
  category: string;
  price: string;
}

export const PRODUCTS: readonly SeedProduct[] = [
  { id: 'mug', title: 'Кружка «Полночь»', category: 'kitchen', price: '4990.00' },
  { id: 'bamboo-glass-jar', title: 'Банка с бамбуковой крышкой', category: 'kitchen', price: '3490.00' },
  { id: 'hairdryer', title: 'Фен для волос', category: 'care', price: '18990.00' },
  { id: 'loafers', title: 'Лоферы', category: 'shoes', price: '32990.00' },
  { id: 'sunglasses', title: 'Солнцезащитные очки', category: 'accessories', price: '14990.00' },
  { id: 'tank-top', title: 'Майка', category: 'clothes', price: '6990.00' },
  { id: 'watch', title: 'Наручные часы', category: 'accessories', price: '54990.00' },
  { id: 'salt-and-pepper-shakers', title: 'Мельницы для соли и перца', category: 'kitchen', price: '7490.00' },
];

export interface SeedClip {
  file: string;
  title: string;
  by: 'dana' | 'timur';
  productId: string;
}

/** Published in the demo; the files lie in backend/test/media with their licences. */
export const CLIPS: readonly SeedClip[] = [
  { file: 'coffee-portrait-9x16.mp4', title: 'Утренний кофе в этой кружке', by: 'dana', productId: 'mug' },
  { file: 'speaker-portrait-404x720.mp4', title: 'Год с этими часами', by: 'timur', productId: 'watch' },
  { file: 'bee-720p.mp4', title: 'Летний мёд и банка для него', by: 'dana', productId: 'bamboo-glass-jar' },
];

/** Waits in the moderation queue, so that a newcomer can judge one at once. */
export const WAITING: SeedClip = {
  file: 'coffee-landscape.mp4',
  title: 'Кофе без спешки',
  by: 'timur',
  productId: 'mug',
};

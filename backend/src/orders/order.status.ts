// What a shop says about an order's money.

export const ORDER_STATUSES = ['paid', 'pending', 'cancelled'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

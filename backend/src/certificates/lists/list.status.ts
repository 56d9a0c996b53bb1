// The lists in which a store sees its certificates, and how each of them stands there.

export const CERTIFICATE_STANDS = ['free', 'expired', 'waiting', 'held', 'issued', 'cancelled'] as const;
export type CertificateStand = (typeof CERTIFICATE_STANDS)[number];

export const CERTIFICATE_LISTS = [...CERTIFICATE_STANDS, 'to_block'] as const;
export type CertificateList = (typeof CERTIFICATE_LISTS)[number];

// What a creator may write into the payout profile: account numbers with their check digits, bank codes, PayPal addresses, currency, minimum.
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { normaliseEmail } from '../../accounts/credentials.rules.js';
import { PAYPAL_CURRENCIES } from '../rails/paypal/currency.rules.js';
import type { PayoutMethod } from '../sends/send.status.js';

export interface ProfileInput {
  country: string;
  taxStatus: string;
  name: string;
  taxNumber?: string | null;
  /** `bank` unless told. */
  method?: PayoutMethod | null;
  /** The number of a bank account, or the e-mail address of a PayPal account. */
  account: string;
  /** Of a bank account only. */
  bankCode?: string | null;
  currency?: string | null;
  /** Decimal text in the currency; empty is none. */
  minAmount?: string | null;
}

export interface Fault {
  field: keyof ProfileInput;
  detail: string;
  /** BAD_INPUT unless told. */
  code?: 'CURRENCY_NOT_PAYABLE';
}

/** Letters and digits without spaces, in upper case: as banks compare accounts. */
export const plainAccount = (text: string): string => text.replace(/\s+/g, '').toUpperCase();

/** ISO 13616: country, two check digits, up to 30 characters; the whole modulo 97 is 1. */
export function isIban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false;
  const digits = (account.slice(4) + account.slice(0, 4)).replace(/[A-Z]/g, (c) => String(c.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1 && (account.startsWith('KZ') ? account.length === 20 : true);
}

/** ISO 9362, as pain.001 has it. */
export const isBic = (code: string): boolean => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code);
/** The code of a Russian bank: nine digits that begin with 04. */
export const isBik = (code: string): boolean => /^04\d{7}$/.test(code);

/** Central Bank of Russia: the weighted digits of the bank's last three and of the account end in 0. */
export function isRussianAccount(account: string, bik: string): boolean {
  if (!/^\d{20}$/.test(account) || !isBik(bik)) return false;
  const weights = [7, 1, 3];
  const sum = [...(bik.slice(-3) + account)].reduce(
    (all, digit, i) => all + ((Number(digit) * (weights[i % 3] ?? 0)) % 10),
    0,
  );
  return sum % 10 === 0;
}

/** The 12 digits of a Kazakh IIN or BIN with its check digit. */
export function isIin(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const control = (from: number) =>
    digits.slice(0, 11).reduce((sum, digit, i) => sum + digit * (((i + from) % 11) + 1), 0) % 11;
  const first = control(0);
  const check = first === 10 ? control(2) : first;
  return check < 10 && check === digits[11];
}

const taxNumberIs: Record<string, (text: string) => boolean> = {
  KZ: isIin,
  RU: (text) => /^\d{12}$/.test(text),
};

/** The first field that is wrong; null when the profile may be kept. `statuses` are those of the tax rules for the country. */
export function profileFault(
  input: ProfileInput,
  statuses: readonly string[],
  programmeCurrency = 'KZT',
): Fault | null {
  const fault = (field: keyof ProfileInput, detail: string): Fault => ({ field, detail });
  if (!/^[A-Z]{2}$/.test(input.country)) return fault('country', 'Choose a country.');
  if (!statuses.includes(input.taxStatus)) return fault('taxStatus', 'Choose a status of this country.');
  const name = input.name.trim();
  if (name.length < 3 || name.length > 140) return fault('name', 'Write the whole name as the bank knows it.');
  const number = input.taxNumber?.trim() ?? '';
  const check = taxNumberIs[input.country];
  if (number === '' && input.taxStatus !== 'none') return fault('taxNumber', 'This status needs the tax number.');
  if (number !== '' && check && !check(number)) return fault('taxNumber', 'The digits of this tax number do not fit.');
  if (number.length > 30) return fault('taxNumber', 'This is too long for a tax number.');
  return accountFault(input) ?? moneyFault(input, programmeCurrency);
}

function accountFault(input: ProfileInput): Fault | null {
  if (input.method === 'paypal') return paypalFault(input);
  const account = plainAccount(input.account);
  const code = plainAccount(input.bankCode ?? '');
  if (!isIban(account) && !isRussianAccount(account, code))
    return { field: 'account', detail: 'The check digits of this account number do not fit.' };
  if (isBic(code) || isBik(code)) return null;
  return { field: 'bankCode', detail: 'Write the BIC of the bank (in Russia the BIK).' };
}

/** PayPal takes 127 characters of one byte each. */
const PAYPAL_EMAIL = /^[\x21-\x7e]{3,127}$/;

/** The address a PayPal account is known by, as it is kept and compared; null when it is not one. */
export function paypalEmail(text: string): string | null {
  const email = normaliseEmail(text);
  return email && PAYPAL_EMAIL.test(email) ? email : null;
}

function paypalFault(input: ProfileInput): Fault | null {
  if (!paypalEmail(input.account))
    return { field: 'account', detail: 'Write the e-mail address of your PayPal account.' };
  if (PAYPAL_CURRENCIES.includes(input.currency ?? '')) return null;
  const detail = input.currency
    ? `PayPal does not pay in ${input.currency}. Choose another currency, or a bank account.`
    : 'Choose the currency in which PayPal pays you.';
  return { field: 'currency', detail, code: 'CURRENCY_NOT_PAYABLE' };
}

function moneyFault(input: ProfileInput, programmeCurrency: string): Fault | null {
  const currency = input.currency || programmeCurrency;
  const minor = typedAmount(input.minAmount?.trim() || '0', currency, { least: 0n, most: 10n ** 12n });
  return minor === null ? { field: 'minAmount', detail: 'Write the minimum as a number, such as 5000.00.' } : null;
}

/** What of an account may be shown: its country and its last four characters. */
export const shownAccount = (account: string): string => `${account.slice(0, 2)}•••• ${account.slice(-4)}`;

/** Of an address: its first letter and where it is. */
export const shownEmail = (email: string): string =>
  `${email.slice(0, 1)}••••@${email.slice(email.lastIndexOf('@') + 1)}`;

// Money as GraphQL shows it: minor units as text, because JSON numbers lose digits.
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { decimalsOf } from '../money.js';

@ObjectType('Money')
export class MoneyType {
  @Field(() => String)
  amountMinor!: string;

  @Field(() => String)
  currency!: string;

  @Field(() => Int)
  decimals!: number;
}

/** Minor units and currency as the Money type. Throws UNKNOWN_CURRENCY. */
export function toMoney(amountMinor: bigint, currency: string): MoneyType {
  return { amountMinor: amountMinor.toString(), currency, decimals: decimalsOf(currency) };
}

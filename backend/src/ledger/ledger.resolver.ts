// The GraphQL door to the book: staff see whether it balances.
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../base/auth.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { LedgerService } from './ledger.service.js';

@ObjectType('TrialBalanceRow')
class TrialBalanceRow {
  @Field()
  currency!: string;

  @Field()
  account!: string;

  @Field(() => MoneyType)
  balance!: MoneyType;
}

@ObjectType('TrialBalance')
class TrialBalance {
  @Field()
  balanced!: boolean;

  @Field(() => [TrialBalanceRow])
  rows!: TrialBalanceRow[];
}

@Resolver()
export class LedgerResolver {
  constructor(private readonly ledger: LedgerService) {}

  @Allow('finance', 'administrator')
  @Query(() => TrialBalance)
  async trialBalance(): Promise<TrialBalance> {
    const { balanced, rows } = await this.ledger.trialBalance();
    const shown = rows.map((r) => ({
      currency: r.currency,
      account: r.account,
      balance: toMoney(r.balanceMinor, r.currency),
    }));
    return { balanced, rows: shown };
  }
}

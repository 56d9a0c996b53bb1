// The GraphQL door to orders, for the store's owner and for finance.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type Actor } from '../base/auth.js';
import { toMoney } from '../base/graphql/money.type.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import type { Mode } from '../facts/fact.rules.js';
import { KeyModeEnum } from '../stores/store.entity.js';
import { OrderConnection, OrderType, type OrderRow } from './order.entity.js';
import { OrdersService } from './orders.service.js';

@ArgsType()
class OrdersArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => KeyModeEnum, { nullable: true, defaultValue: 'live' })
  mode?: Mode | null;
}

@Resolver(() => OrderType)
export class OrdersResolver {
  constructor(private readonly orders: OrdersService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => OrderConnection, { name: 'orders' })
  async page(@Who() who: Actor, @Args() args: OrdersArgs): Promise<Page<OrderType>> {
    const page = await this.orders.page(who, args.storeId, args.mode ?? 'live', args);
    return { ...page, nodes: page.nodes.map(shown) };
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => OrderType, { name: 'order' })
  async one(@Who() who: Actor, @Args('id', { type: () => ID }) id: string): Promise<OrderType> {
    return shown(await this.orders.get(who, id));
  }
}

function shown(row: OrderRow): OrderType {
  return {
    id: row.id,
    externalId: row.externalId,
    storeId: row.storeId,
    status: row.status,
    mode: row.mode,
    version: row.version.toString(),
    placedAt: row.placedAt,
    recordedAt: row.recordedAt,
    total: toMoney(row.totalMinor, row.currency),
    row,
  };
}

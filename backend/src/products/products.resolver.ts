// The GraphQL door of products: the catalogue, changes by hand, CSV.
import {
  Args,
  ArgsType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { Paged, PageArgs, type Page } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import { CsvImportService, type CsvImport } from './csv-import.service.js';
import { Product } from './product.entity.js';
import { ProductsService } from './products.service.js';
import { Variant } from './variant.entity.js';

@InputType()
class VariantInput {
  @Field()
  externalId!: string;

  @Field()
  title!: string;

  @Field()
  price!: string;

  @Field()
  inStock!: boolean;

  @Field(() => String, { nullable: true })
  sku?: string | null;

  @Field(() => String, { nullable: true })
  gtin?: string | null;
}

@InputType()
class ProductInput {
  @Field()
  externalId!: string;

  @Field()
  title!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field()
  url!: string;

  @Field(() => String, { nullable: true })
  imageUrl?: string | null;

  @Field(() => String, { nullable: true })
  gtin?: string | null;

  @Field(() => String, { nullable: true })
  sku?: string | null;

  @Field(() => String, { nullable: true })
  category?: string | null;

  /** Left out, the known ones stay; a list replaces them. */
  @Field(() => [String], { nullable: true })
  collections?: string[] | null;

  @Field(() => [String], { nullable: true })
  tags?: string[] | null;

  /** Decimal text in the store's currency: "12990.00". */
  @Field()
  price!: string;

  @Field()
  inStock!: boolean;

  @Field(() => [VariantInput])
  variants!: VariantInput[];
}

@ObjectType()
class CsvRowError {
  /** Line of the file; the header is 1. */
  @Field(() => Int)
  row!: number;

  @Field(() => String, { nullable: true })
  column!: string | null;

  @Field()
  code!: string;

  @Field()
  message!: string;
}

@ObjectType()
class CsvImportResult {
  @Field(() => Int)
  created!: number;

  @Field(() => Int)
  updated!: number;

  @Field(() => Int)
  unchanged!: number;

  @Field(() => [CsvRowError])
  errors!: CsvRowError[];
}

@ArgsType()
class ProductsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  includeRemoved?: boolean;
}

const ProductConnection = Paged(Product, 'Product');

@Resolver(() => Product)
export class ProductsResolver {
  constructor(
    private readonly catalogue: ProductsService,
    private readonly csv: CsvImportService,
    private readonly stores: StoresService,
  ) {}

  /** Creators of any store tag its products, so every signed-in person may search them. */
  @Allow()
  @Query(() => ProductConnection)
  async products(@Args() args: ProductsArgs): Promise<Page<Product>> {
    await this.stores.require(args.storeId);
    const { nodes, ...rest } = await this.catalogue.list(args.storeId, args, args);
    const variants = await this.catalogue.variantsOf(nodes.map((product) => product.id));
    return { ...rest, nodes: nodes.map((p) => Object.assign(p, { variants: variants.get(p.id) ?? [] })) };
  }

  @Allow('store_owner')
  @Mutation(() => Product)
  async saveProduct(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: ProductInput,
  ): Promise<Product> {
    return (await this.catalogue.save(who, storeId, input)).product;
  }

  @Allow('store_owner')
  @Mutation(() => Product)
  removeProduct(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Product> {
    return this.catalogue.remove(who, id);
  }

  @Allow('store_owner')
  @Mutation(() => CsvImportResult)
  importProductsCsv(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('csv') csv: string,
  ): Promise<CsvImport> {
    return this.csv.import(who, storeId, csv);
  }

  @ResolveField(() => MoneyType)
  price(@Parent() product: Product): MoneyType {
    return toMoney(product.priceMinor, product.currency);
  }

  @ResolveField(() => [Variant])
  async variants(@Parent() product: Product & { variants?: Variant[] }): Promise<VariantOf[]> {
    const own = product.variants ?? (await this.catalogue.variantsOf([product.id])).get(product.id) ?? [];
    return own.map((variant) => Object.assign(variant, { currency: product.currency }));
  }
}

/** A variant with its product's currency. */
type VariantOf = Variant & { currency: string };

@Resolver(() => Variant)
export class VariantsResolver {
  @ResolveField(() => MoneyType)
  price(@Parent() variant: VariantOf): MoneyType {
    return toMoney(variant.priceMinor, variant.currency);
  }
}

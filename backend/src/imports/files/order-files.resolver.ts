// The GraphQL door of order files: what the screen shows of a file, and the choice of its columns.
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
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { Paged, PageArgs, type Page } from '../../base/graphql/paging.js';
import type { Mode } from '../../facts/fact.rules.js';
import { KeyModeEnum } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { FaultsService, type KeptFault } from './faults.service.js';
import { OrderFile, OrderFileConnection, type FoundFormat } from './order-file.entity.js';
import { OrderFilesService } from './order-files.service.js';
import { PreviewsService, type Preview } from './previews.service.js';
import { isDelimiter, isEncoding } from './reading/encoding.rules.js';
import { FIELDS, type Field as FieldName, type Mapping } from './reading/headings.rules.js';

@ObjectType('OrderFileColumn')
class ColumnType {
  @Field()
  field!: string;

  /** From 0. */
  @Field(() => Int)
  column!: number;
}

@InputType('OrderFileColumnInput')
class ColumnInput {
  @Field()
  field!: string;

  @Field(() => Int)
  column!: number;
}

@InputType()
class OrderFileForm {
  @Field()
  encoding!: string;

  @Field()
  delimiter!: string;

  @Field()
  decimal!: string;

  /** dmy or mdy. */
  @Field()
  dateOrder!: string;

  /** Of rows that name none. */
  @Field()
  currency!: string;

  @Field(() => [ColumnInput])
  columns!: ColumnInput[];
}

@ObjectType()
class OrderFilePreview {
  @Field()
  encoding!: string;

  @Field()
  delimiter!: string;

  @Field()
  decimal!: string;

  @Field()
  dateOrder!: string;

  @Field(() => [String])
  headings!: string[];

  @Field(() => [[String]])
  rows!: string[][];

  /** Columns that their headings name by themselves. */
  @Field(() => [ColumnType])
  guess!: ColumnType[];
}

@ObjectType()
class OrderFileCounts {
  @Field(() => Int)
  created!: number;

  @Field(() => Int)
  updated!: number;

  @Field(() => Int)
  unchanged!: number;

  @Field(() => Int)
  refunds!: number;

  @Field(() => Int)
  wrong!: number;

  @Field(() => Int)
  matched!: number;

  @Field(() => Int)
  differences!: number;
}

@ObjectType('OrderFileFault')
class FaultType {
  @Field(() => Int)
  line!: number;

  @Field(() => String, { nullable: true })
  column!: string | null;

  @Field()
  code!: string;

  @Field(() => String, { nullable: true })
  value!: string | null;
}

const FaultConnection = Paged(FaultType, 'OrderFileFault');

@ArgsType()
class FilesArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => KeyModeEnum, { nullable: true, defaultValue: 'live' })
  mode?: Mode | null;
}

@Resolver(() => OrderFile)
export class OrderFilesResolver {
  constructor(
    private readonly files: OrderFilesService,
    private readonly faultsOf: FaultsService,
    private readonly previews: PreviewsService,
    private readonly stores: StoresService,
  ) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => OrderFileConnection)
  orderFiles(@Who() who: AccountActor, @Args() args: FilesArgs): Promise<Page<OrderFile>> {
    return this.files.page(who, args.storeId, args.mode ?? 'live', args);
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => OrderFile)
  orderFile(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<OrderFile> {
    return this.files.get(who, id);
  }

  /** How the beginning of a file reads; the encoding and separator found at upload unless others are named. */
  @Allow('store_owner')
  @Query(() => OrderFilePreview)
  async previewOrderFile(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('encoding', { type: () => String, nullable: true }) encoding: string | null,
    @Args('delimiter', { type: () => String, nullable: true }) delimiter: string | null,
  ): Promise<OrderFilePreview> {
    const file = await this.files.get(who, id);
    if (file.status !== 'uploaded') throw new AppError('CONFLICT', { detail: 'This file was started already.' });
    const format = formatOf(encoding ?? file.format.encoding, delimiter ?? file.format.delimiter);
    return shownPreview(await this.previews.of(file, format));
  }

  @Allow('store_owner')
  @Mutation(() => OrderFile)
  async startOrderFile(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('form') form: OrderFileForm,
  ): Promise<OrderFile> {
    const file = await this.files.get(who, id);
    const store = await this.stores.requireOwn(who, file.storeId);
    if (file.status !== 'uploaded') throw new AppError('CONFLICT', { detail: 'This file was started already.' });
    const chosen = await this.previews.check(file, store, {
      ...formatOf(form.encoding, form.delimiter),
      decimal: oneOf('decimal', form.decimal, [',', '.'] as const),
      order: oneOf('dateOrder', form.dateOrder, ['dmy', 'mdy'] as const),
      ...{ currency: form.currency, mapping: mappingOf(form.columns) },
    });
    return this.files.start(who, id, chosen);
  }

  @Allow('store_owner')
  @Mutation(() => OrderFile)
  giveUpOrderFile(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<OrderFile> {
    return this.files.giveUp(who, id);
  }

  @ResolveField(() => OrderFileCounts)
  counts(@Parent() { counts }: OrderFile): OrderFileCounts {
    const none = { created: 0, updated: 0, unchanged: 0, refunds: 0, wrong: 0, matched: 0, differences: 0 };
    return { ...none, ...counts };
  }

  @ResolveField(() => FaultConnection)
  faults(@Parent() file: OrderFile, @Args() args: PageArgs): Promise<Page<KeptFault>> {
    return this.faultsOf.page(file, args);
  }
}

function formatOf(encoding: string, delimiter: string): FoundFormat {
  if (!isEncoding(encoding)) throw new AppError('BAD_INPUT', { field: 'encoding' });
  if (!isDelimiter(delimiter)) throw new AppError('BAD_INPUT', { field: 'delimiter' });
  return { encoding, delimiter };
}

function oneOf<T extends string>(field: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new AppError('BAD_INPUT', { field, detail: `One of: ${allowed.join('  ')}` });
  return found;
}

function mappingOf(columns: readonly ColumnInput[]): Mapping {
  const mapping: Mapping = {};
  for (const { field, column } of columns) {
    const name: FieldName = oneOf('columns', field, FIELDS);
    if (mapping[name] !== undefined) throw new AppError('BAD_INPUT', { field: `columns.${name}` });
    mapping[name] = column;
  }
  return mapping;
}

function shownPreview(preview: Preview): OrderFilePreview {
  const guess = Object.entries(preview.guess).map(([field, column]) => ({ field, column }));
  return { ...preview, guess };
}

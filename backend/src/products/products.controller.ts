// The server-to-server door of products, and the studio's door for CSV files too large for GraphQL.
import { Body, Controller, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Allow, AllowKey, Who, type AccountActor, type StoreKeyActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { readShape } from '../base/http/shape.js';
import { CsvImportService, type CsvImport } from './csv-import.service.js';
import { ProductsService } from './products.service.js';

const optionalText = z.string().nullable().default(null);

const variantBody = z.object({
  id: z.string(),
  title: z.string(),
  price: z.string(),
  sku: optionalText,
  gtin: optionalText,
  inStock: z.boolean(),
});

const labels = z.array(z.string()).nullable().default(null);

/** What a shop's server sends; unknown fields are let through unseen, so that shops may send more later. */
const productBody = z.object({
  title: z.string(),
  description: optionalText,
  url: z.string(),
  imageUrl: optionalText,
  gtin: optionalText,
  sku: optionalText,
  category: optionalText,
  collections: labels,
  tags: labels,
  price: z.string(),
  currency: z.string(),
  inStock: z.boolean(),
  variants: z.array(variantBody).default([]),
});

@Controller()
export class ProductsController {
  constructor(
    private readonly products: ProductsService,
    private readonly csv: CsvImportService,
  ) {}

  /** 200 with what happened: the same product again is `unchanged`. */
  @AllowKey('products:write')
  @Put('v1/products/:externalId')
  async save(
    @Who() who: StoreKeyActor,
    @Param('externalId') externalId: string,
    @Body() body: unknown,
  ): Promise<{ productId: string; change: string }> {
    const { currency, variants, ...fields } = readShape(productBody, body);
    const input = { ...fields, externalId, variants: variants.map(({ id, ...rest }) => ({ ...rest, externalId: id })) };
    const { product, change } = await this.products.save(who, who.storeId, input, currency);
    return { productId: product.id, change };
  }

  @AllowKey('products:write')
  @Delete('v1/products/:externalId')
  async remove(@Who() who: StoreKeyActor, @Param('externalId') externalId: string): Promise<{ productId: string }> {
    return { productId: (await this.products.removeByExternalId(who, who.storeId, externalId)).id };
  }

  /** The whole file as the body, `text/csv`; the answer is that of importProductsCsv. */
  @Allow('store_owner')
  @Post('stores/:storeId/products.csv')
  @HttpCode(200)
  async import(@Who() who: AccountActor, @Param('storeId') storeId: string, @Body() body: unknown): Promise<CsvImport> {
    if (typeof body !== 'string')
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send the file as text/csv.' });
    return this.csv.import(who, storeId, body);
  }
}

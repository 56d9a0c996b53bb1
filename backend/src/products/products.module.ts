// Wiring of products.
import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import { CsvImportService, MAX_CSV_BYTES } from './csv-import.service.js';
import { Product } from './product.entity.js';
import { ProductsController } from './products.controller.js';
import { ProductsResolver, VariantsResolver } from './products.resolver.js';
import { ProductsService } from './products.service.js';
import { Variant } from './variant.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Product, Variant])],
  controllers: [ProductsController],
  providers: [ProductsService, CsvImportService, ProductsResolver, VariantsResolver],
  exports: [ProductsService],
})
export class ProductsModule implements OnModuleInit {
  constructor(private readonly adapter: HttpAdapterHost) {}

  /** A CSV may be larger than the bodies of other doors; the worker has no HTTP server and skips this. */
  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!fastify || typeof fastify.addContentTypeParser !== 'function') return;
    const options = { parseAs: 'string', bodyLimit: MAX_CSV_BYTES } as const;
    fastify.addContentTypeParser('text/csv', options, (_request, body, done) => done(null, body));
  }
}

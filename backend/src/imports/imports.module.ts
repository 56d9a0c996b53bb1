// Wiring of imports.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrdersModule } from '../orders/orders.module.js';
import { AliasesService } from './files/aliases.service.js';
import { FaultsService } from './files/faults.service.js';
import { FileOrdersService } from './files/file-orders.service.js';
import { OrderFile } from './files/order-file.entity.js';
import { OrderFilesController } from './files/order-files.controller.js';
import { OrderFilesHandlers } from './files/order-files.handlers.js';
import { OrderFilesResolver } from './files/order-files.resolver.js';
import { OrderFilesService } from './files/order-files.service.js';
import { PreviewsService } from './files/previews.service.js';
import { OrderFileReader } from './files/reader.service.js';
import { ReceiptClaim } from './receipts/receipt.entity.js';
import { ReceiptsResolver } from './receipts/receipts.resolver.js';
import { ReceiptsService } from './receipts/receipts.service.js';
import { OrderDifference } from './reconciliation/difference.entity.js';
import { DifferencesResolver } from './reconciliation/differences.resolver.js';
import { DifferencesService } from './reconciliation/differences.service.js';
import { ReconciliationService } from './reconciliation/reconciliation.service.js';
import { SettlementsService } from './reconciliation/settlements.service.js';

@Module({
  imports: [OrdersModule, TypeOrmModule.forFeature([OrderFile, OrderDifference, ReceiptClaim])],
  controllers: [OrderFilesController],
  providers: [
    ...[FaultsService, FileOrdersService, OrderFileReader, OrderFilesHandlers, OrderFilesResolver, OrderFilesService],
    ...[AliasesService, PreviewsService, ReceiptsResolver, ReceiptsService],
    ...[DifferencesResolver, DifferencesService, ReconciliationService, SettlementsService],
  ],
})
export class ImportsModule {}

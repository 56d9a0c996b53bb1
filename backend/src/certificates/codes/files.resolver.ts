// The GraphQL door of files of codes: how far each was read, and which rows were refused.
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import {
  CertificateFile,
  CertificateFileConnection,
  CertificateFileFaultConnection,
  type CertificateFileFault,
} from './code-file.entity.js';
import { CertificateFiles } from './files.service.js';

@ArgsType()
class FilesArgs extends PageArgs {
  @Field(() => ID)
  poolId!: string;
}

@ArgsType()
class FaultsArgs extends PageArgs {
  @Field(() => ID)
  fileId!: string;
}

@Resolver(() => CertificateFile)
export class CertificateFilesResolver {
  constructor(private readonly files: CertificateFiles) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CertificateFileConnection)
  certificateFiles(@Who() who: AccountActor, @Args() { poolId, ...args }: FilesArgs): Promise<Page<CertificateFile>> {
    return this.files.page(who, poolId, args);
  }

  /** By line; at most the first thousand of a file. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CertificateFileFaultConnection)
  certificateFileFaults(
    @Who() who: AccountActor,
    @Args() { fileId, ...args }: FaultsArgs,
  ): Promise<Page<CertificateFileFault>> {
    return this.files.faults(who, fileId, args);
  }
}

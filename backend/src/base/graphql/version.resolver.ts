// Which version answers: for bug reports and for clients that wait for a deployment.
import { Query, Resolver } from '@nestjs/graphql';
import { Public } from '../auth.js';

export const VERSION = '0.1.0';

@Resolver()
export class VersionResolver {
  @Public()
  @Query(() => String)
  version(): string {
    return VERSION;
  }
}

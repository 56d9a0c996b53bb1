// What was decided about each version of a video, for its history.
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { holds, Who, type Actor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { VideoVersion } from '../videos/versions/versions.entity.js';

@ObjectType()
export class VersionDecision {
  @Field(() => String)
  action!: string;

  @Field(() => Date)
  at!: Date;

  /** A rule decided, not a person. */
  @Field(() => Boolean)
  automated!: boolean;

  /** The person's name or the rule's; null for creators and stores, who are told by the service and not by a person. */
  @Field(() => String, { nullable: true })
  actor!: string | null;

  @Field(() => String, { nullable: true })
  reasonCode!: string | null;

  @Field(() => Int, { nullable: true })
  timecodeMs!: number | null;

  @Field(() => String, { nullable: true })
  note!: string | null;
}

type Row = VersionDecision & { videoId: string; version: number };

@Resolver(() => VideoVersion)
export class VersionDecisionsResolver {
  constructor(private readonly db: DataSource) {}

  /** The newest decision about each version; keys are `<videoId>#<version>`. */
  private readonly newest = batched(async (keys) => {
    const pairs = keys.map((key) => key.split('#') as [string, string]);
    const rows = await this.db.query<Row[]>(
      `SELECT DISTINCT ON (d.video_id, d.version) d.video_id AS "videoId", d.version, d.action, d.at, d.automated,
              coalesce(a.name, d.actor) AS actor, d.reason_code AS "reasonCode", d.timecode_ms AS "timecodeMs", d.note
         FROM decisions d JOIN unnest($1::text[], $2::int[]) AS t(id, version) ON t.id = d.video_id AND t.version = d.version
         LEFT JOIN accounts a ON a.id = d.actor
        ORDER BY d.video_id, d.version, d.at DESC, d.id DESC`,
      [pairs.map(([id]) => id), pairs.map(([, version]) => Number(version))],
    );
    return new Map(rows.map((row) => [`${row.videoId}#${row.version}`, row]));
  });

  @ResolveField(() => VersionDecision, { nullable: true })
  async decision(@Parent() version: VideoVersion, @Who() who: Actor): Promise<VersionDecision | null> {
    const row = await this.newest(`${version.videoId}#${version.version}`);
    if (!row) return null;
    const staff = holds(who, 'moderator') || holds(who, 'administrator');
    return staff ? row : { ...row, actor: null };
  }
}

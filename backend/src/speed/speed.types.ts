// What pages reported, as owners read it.
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { SpeedGuard } from './speed-guard.entity.js';

/** The 75th percentile of each metric; null while no page reported one. */
@ObjectType()
export class PageSpeeds {
  /** Pages that reported since the guard last moved, of the last seven days and at most 2,000. */
  @Field(() => Int)
  pages!: number;

  @Field(() => Int, { nullable: true })
  lcpMs!: number | null;

  @Field(() => Int, { nullable: true })
  inpMs!: number | null;

  @Field(() => Float, { nullable: true })
  cls!: number | null;
}

@ObjectType()
export class SpeedGuardReport {
  @Field(() => SpeedGuard)
  guard!: SpeedGuard;

  /** Pages whose card stood ready for a tap. */
  @Field(() => PageSpeeds)
  ready!: PageSpeeds;

  /** Pages whose card was a poster before a tap. */
  @Field(() => PageSpeeds)
  poster!: PageSpeeds;
}
